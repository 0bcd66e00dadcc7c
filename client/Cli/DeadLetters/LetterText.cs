using System.Globalization;
using OrleansConnect.Cli.Previews;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>Dead letters as people read them.</summary>
internal static class LetterText
{
    private const string Stacktrace = "exception.stacktrace";

    /// <summary>Two lines a group: which letters, and what went wrong.</summary>
    public static Paragraph Of(DeadLetterList list, DateTimeOffset now)
    {
        var text = new Paragraph();
        foreach (var group in list.Groups)
        {
            var open = group.Letters.Count(letter => letter.Mark is null);
            text.Append(group.Id, new Style(decoration: Decoration.Bold));
            text.Append($"  {Figures.Count(group.Letters.Count)} letter{(group.Letters.Count == 1 ? "" : "s")}, ");
            text.Append(open == 0 ? "none left to replay" : $"{Figures.Count(open)} to replay", new Style(open == 0 ? Color.Green : Color.Yellow));
            text.AppendLine($", {Range(group)}{(group.Last is null ? "" : $", last {Figures.Ago(group.Last, now)}")}");
            text.AppendLine($"  {Cause(group)}");
        }

        return text;
    }

    /// <summary>Everything about a letter.</summary>
    public static Paragraph Of(DeadLetter letter)
    {
        var text = new Paragraph();
        text.Append($"Dead letter {letter.Id}", new Style(decoration: Decoration.Bold));
        text.AppendLine(
            letter.Timestamp is { } at ? $", of {at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}"
            : letter.TimestampMs is { } ms ? string.Create(CultureInfo.InvariantCulture, $", of {ms} ms after 1970, which is in no year up to 9999")
            : "");
        if (letter.Mark is { } mark)
        {
            text.AppendLine(Describe(mark), new Style(mark.IsReplayed ? Color.Green : Color.Yellow));
        }

        Append(text, "key", letter.Key);
        Append(text, "value", letter.Value);
        foreach (var header in letter.Headers)
        {
            Append(text, $"header {header.Key}", header.Value);
        }

        foreach (var (name, value) in letter.Context.Where(header => header.Key != Stacktrace))
        {
            text.Append(Printable.Line($"{name}: "), new Style(decoration: Decoration.Dim));
            text.AppendLine(value ?? "null");
        }

        if (letter.Context.Count == 0)
        {
            text.AppendLine("It does not say what went wrong: set 'errors.deadletterqueue.context.headers.enable' to 'true' for those to come.");
        }

        return letter.Context.GetValueOrDefault(Stacktrace) is { } trace ? text.Append(Printable.Block(trace.TrimEnd()) + "\n", new Style(decoration: Decoration.Dim)) : text;
    }

    public static string Describe(DeadLetterMark mark) => mark.IsReplayed
        ? $"Replayed to {mark.To} at {mark.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}."
        : $"Of unknown outcome: given to {mark.To} at {mark.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, and nobody knows whether it was written. Look there; --again replays it.";

    private static string Range(DeadLetterGroup group) => group.Letters.Count == 1 ? group.Letters[0].Id : $"{group.Letters[0].Id} to {group.Letters[^1].Id}";

    private static string Cause(DeadLetterGroup group) => group.Stage is null
        ? group.Message
        : $"{group.Stage} in {Simple(group.ClassName)}{(group.Connector is null ? "" : $" of {group.Connector}")}: {Simple(group.ExceptionClass)}: {group.Message}";

    private static string Simple(string? className) => className is null ? Figures.Unknown : className[(className.LastIndexOf('.') + 1)..];

    private static void Append(Paragraph text, string name, DeadLetterPart part)
    {
        text.Append(Printable.Line($"{name}: "), new Style(decoration: Decoration.Bold));
        text.AppendLine(PreviewText.Bytes(part.Bytes));
        if (part.Json is { } json && json != PreviewText.Bytes(part.Bytes))
        {
            text.AppendLine($"  decoded: {json}");
        }

        if (part.Error is { } error)
        {
            text.AppendLine($"  cannot be decoded: {error}{(part.Hint is null ? "" : $" {part.Hint}")}", new Style(Color.Red));
        }
    }
}
