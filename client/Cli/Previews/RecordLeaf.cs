using System.Text.Json;

namespace OrleansConnect.Cli.Previews;

/// <summary>What is at one place of a record.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Json">The same where it is JSON, of which many texts mean the same.</param>
internal sealed record RecordLeaf(string Text, JsonElement? Json = null)
{
    // A number with a fraction is another one for a converter than one without, even where they are equal.
    private static readonly char[] Fraction = ['.', 'e', 'E'];

    /// <summary>Whether both mean the same.</summary>
    public bool IsSame(RecordLeaf other) => Text == other.Text
        || (Json is { } json && other.Json is { } changed && JsonElement.DeepEquals(json, changed)
            && (json.ValueKind != JsonValueKind.Number || HasFraction(Text) == HasFraction(other.Text)));

    private static bool HasFraction(string number) => number.AsSpan().IndexOfAny(Fraction) >= 0;
}
