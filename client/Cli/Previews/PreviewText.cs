using System.Globalization;
using System.Text;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.Previews;

/// <summary>What became of sample records, as people read it.</summary>
internal static class PreviewText
{
    private const int ShownBytesMax = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Paragraph Of(IReadOnlyList<PreviewResult> results)
    {
        var text = new Paragraph();
        for (var i = 0; i < results.Count; i++)
        {
            foreach (var step in results[i].Steps)
            {
                Append(text, $"{i + 1}   after {step.Transformation}", step.IsSkipped, step.Record, step.Error);
            }

            Append(text, (i + 1).ToString(CultureInfo.InvariantCulture), isSkipped: false, results[i].Record, results[i].Error);
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

    private static void Append(Paragraph text, string lead, bool isSkipped, PreviewRecord? record, PreviewError? error)
    {
        if (error is not null)
        {
            var hint = error.Hint is null ? "" : $" {error.Hint}";
            text.Append($"{lead}: {error.Stage}: {error.ClassName}: {error.Message}{hint}\n", new Style(Color.Red));
        }
        else if (record is null)
        {
            text.Append($"{lead}: dropped\n", new Style(Color.Yellow));
        }
        else
        {
            text.Append($"{lead}{(isSkipped ? " (skipped by its predicate)" : "")}: {Record(record)}\n");
        }
    }

    private static string Record(PreviewRecord record)
    {
        var headers = record.Headers.Count == 0 ? "" : " headers " + string.Join(", ", record.Headers.Select(header => $"{header.Key}={Bytes(header.Value)}"));
        var partition = record.Partition is { } number ? $"-{number}" : "";
        return $"{record.Topic}{partition} key {Bytes(record.Key)} value {Bytes(record.Value)}{headers}";
    }
}
