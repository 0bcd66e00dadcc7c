namespace OrleansConnect.Tests.Conformance.Validation;

/// <summary>Where our answers are not Kafka Connect's, and why. Texts of documentation differ everywhere, and versions are our own.</summary>
internal static class JustifiedDifferences
{
    private static readonly Dictionary<string, string[]> Table = new()
    {
    };

    public static IReadOnlyList<string> Of(string name) => Table.GetValueOrDefault(name) ?? [];
}
