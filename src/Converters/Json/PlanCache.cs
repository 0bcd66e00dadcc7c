using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Converters.Json;

/// <summary>The plans of the schemas that are written. Records of a topic mostly share one schema object, hence the look at the last one.</summary>
internal sealed class PlanCache(int capacity)
{
    private readonly Dictionary<Schema, SchemaPlan> _plans = [];
    private Schema? _lastSchema;
    private SchemaPlan? _lastPlan;

    public SchemaPlan Get(Schema schema)
    {
        if (ReferenceEquals(schema, _lastSchema) && _lastPlan is not null)
        {
            return _lastPlan;
        }

        if (!_plans.TryGetValue(schema, out var plan))
        {
            if (_plans.Count >= Math.Max(capacity, 1))
            {
                _plans.Clear();
            }

            plan = new SchemaPlan(schema);
            _plans.Add(schema, plan);
        }

        (_lastSchema, _lastPlan) = (schema, plan);
        return plan;
    }
}
