using System.Globalization;

namespace OrleansConnect.Grains;

/// <summary>Names a task: its connector and its number, from 0.</summary>
[GenerateSerializer, Immutable, Alias("connect.TaskId")]
public readonly record struct TaskId([property: Id(0)] string Connector, [property: Id(1)] int Task)
{
    /// <summary>The key of the task's grain: <c>orders/0</c>.</summary>
    public string GrainKey => ToString();

    /// <summary>Reads a grain key back.</summary>
    public static TaskId Parse(string grainKey)
    {
        ArgumentNullException.ThrowIfNull(grainKey);
        var slash = grainKey.LastIndexOf('/');
        return new(grainKey[..slash], int.Parse(grainKey.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Connector}/{Task}");
}
