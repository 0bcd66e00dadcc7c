namespace OrleansConnect.Runtime.Validation;

/// <summary>A transformation can only use predicates that are there. Kafka Connect does not look, and its tasks then fail when they start.</summary>
internal static class PredicateRules
{
    public static void Check(CheckedValues values, PluginSlots slots, IReadOnlyDictionary<string, string?> settings)
    {
        var known = slots.Predicates.Select(predicate => predicate.Alias).ToHashSet(StringComparer.Ordinal);
        foreach (var (alias, _) in slots.Transforms)
        {
            var key = $"transforms.{alias}.predicate";
            if (settings.GetValueOrDefault(key) is { } used && !known.Contains(used.Trim()))
            {
                values.Show(key, used);
                values.AddError(key, $"Unknown predicate '{used}': 'predicates' does not name it.");
            }
        }
    }
}
