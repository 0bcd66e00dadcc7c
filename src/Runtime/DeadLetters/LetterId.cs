using System.Globalization;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Where a dead letter is in its queue; written <c>PARTITION:OFFSET</c>.</summary>
/// <param name="Partition">The partition of the queue's topic.</param>
/// <param name="Offset">The offset there.</param>
public readonly record struct LetterId(int Partition, long Offset)
{
    /// <summary>Reads an id; what is none is a <see cref="ConnectRequestException"/>.</summary>
    public static LetterId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? new(partition, offset)
            : throw ConnectRequestException.Invalid($"'{text}' is no id of a dead letter. Write PARTITION:OFFSET of its record in the queue, for example 0:17.");
    }

    /// <summary>The id as it is written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}:{Offset}");
}
