using System.Globalization;
using System.Text;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.Previews;

/// <summary>What became of sample records, as people read it.</summary>
internal static class PreviewText
{
    private const int ShownBytesMax = 64 * 1024;
    private const string DefaultTopic = "topic";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A line for each sample; with a trace, before it what each transformation changed.</summary>
    /// <param name="samples">The samples, in the order of their results.</param>
    /// <param name="results">What became of them.</param>
    public static Paragraph Of(IReadOnlyList<PreviewRecord> samples, IReadOnlyList<PreviewResult> results)
    {
        var text = new Paragraph();
        for (var i = 0; i < results.Count; i++)
        {
            AppendSteps(text, i + 1, samples[i], results[i]);
            Append(text, (i + 1).ToString(CultureInfo.InvariantCulture), results[i].Record, results[i].Error);
        }

        return text;
    }

    /// <summary>Bytes as text where they are some, otherwise in base64.</summary>
    public static string Bytes(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } known)
        {
            return "null";
        }

        if (known.Length > ShownBytesMax)
        {
            return $"{known.Length} bytes";
        }

        try
        {
            return StrictUtf8.GetString(known.Span);
        }
        catch (DecoderFallbackException)
        {
            return "base64:" + Convert.ToBase64String(known.Span);
        }
    }

    /// <summary>A record in a line.</summary>
    public static string Record(PreviewRecord record)
    {
        var headers = record.Headers.Count == 0 ? "" : " headers " + string.Join(", ", record.Headers.Select(header => $"{header.Key}={Bytes(header.Value)}"));
        var partition = record.Partition is { } number ? $"-{number}" : "";
        return $"{record.Topic}{partition} key {Bytes(record.Key)} value {Bytes(record.Value)}{headers}";
    }

    // What a sample does not say is no difference.
    private static PreviewRecord Complete(PreviewRecord sample, PreviewRecord after) => sample with
    {
        Topic = sample.Topic.Length == 0 ? DefaultTopic : sample.Topic,
        Partition = sample.Partition ?? after.Partition,
    };

    private static void AppendSteps(Paragraph text, int number, PreviewRecord sample, PreviewResult result)
    {
        PreviewRecord? before = null;
        foreach (var step in result.Steps)
        {
            var lead = $"{number}   {step.Transformation}";
            if (step.IsSkipped)
            {
                text.AppendLine($"{lead}: skipped by its predicate", new Style(decoration: Decoration.Dim));
            }
            else if (step.Record is null)
            {
                Append(text, lead, null, step.Error);
            }
            else
            {
                AppendDifferences(text, lead, before ?? Complete(sample, step.Record), step.Record);
            }

            before = step.Record ?? before;
        }
    }

    private static void AppendDifferences(Paragraph text, string lead, PreviewRecord before, PreviewRecord after)
    {
        var differences = RecordDifference.Between(before, after).ToList();
        text.AppendLine(differences.Count == 0 ? $"{lead}: no change" : $"{lead}:");
        foreach (var (place, old, now) in differences)
        {
            var (line, color) = (old, now) switch
            {
                (null, _) => ($"+ {place}: {now}", Color.Green),
                (_, null) => ($"- {place}: {old}", Color.Red),
                _ => ($"~ {place}: {old} -> {now}", Color.Yellow),
            };
            text.AppendLine($"{new string(' ', lead.Length)} {line}", new Style(color));
        }
    }

    private static void Append(Paragraph text, string lead, PreviewRecord? record, PreviewError? error)
    {
        if (error is not null)
        {
            var hint = error.Hint is null ? "" : $" {error.Hint}";
            text.AppendLine($"{lead}: {error.Stage}: {error.ClassName}: {error.Message}{hint}", new Style(Color.Red));
        }
        else if (record is null)
        {
            text.AppendLine($"{lead}: dropped", new Style(Color.Yellow));
        }
        else
        {
            text.AppendLine($"{lead}: {Record(record)}");
        }
    }
}
