namespace OrleansConnect.Abstractions.Formats;

/// <summary>A Java regular expression in .NET's syntax.</summary>
/// <param name="Pattern">The expression; its groups have numbers only.</param>
/// <param name="GroupNames">The numbers of the groups that had names.</param>
/// <param name="GroupCount">How many groups there are.</param>
internal sealed record RegexTranslation(string Pattern, IReadOnlyDictionary<string, int> GroupNames, int GroupCount);
