using OrleansConnect.Client;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>The dead letters of a connector for scripts.</summary>
internal sealed record LetterListJson(string Name, string Queue, bool Exists, IReadOnlyList<LetterGroupJson> Groups, long Older, int Others)
{
    public static LetterListJson Of(string connector, DeadLetterList list) =>
        new(connector, list.Queue, list.Exists, [.. list.Groups.Select(LetterGroupJson.Of)], list.Older, list.Others);
}

/// <summary>Dead letters of one cause for scripts.</summary>
internal sealed record LetterGroupJson(
    string Group, string? Connector, string? Stage, string? ClassName, string? ExceptionClass, string Message, DateTimeOffset? First, DateTimeOffset? Last, IReadOnlyList<ListedLetterJson> Letters)
{
    public static LetterGroupJson Of(DeadLetterGroup group) => new(
        group.Id,
        group.Connector,
        group.Stage,
        group.ClassName,
        group.ExceptionClass,
        group.Message,
        group.First,
        group.Last,
        [.. group.Letters.Select(letter => new ListedLetterJson(letter.Id, MarkJson.Of(letter.Mark)))]);
}

/// <summary>A letter of a group for scripts.</summary>
internal sealed record ListedLetterJson(string Id, MarkJson? Mark);
