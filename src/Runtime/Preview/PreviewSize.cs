using System.Text;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Preview;

/// <summary>Counts what results take while they are made: a trace can have the records over and over again.</summary>
internal sealed class PreviewSize
{
    /// <summary>The most bytes of all results.</summary>
    public const int BytesMax = 64 << 20;

    // What surrounds a record, about.
    private const int Overhead = 100;
    private const int HeaderOverhead = 16;

    private long _bytes;

    public PreviewOutcome Add(PreviewOutcome outcome)
    {
        Add(Overhead);
        if (outcome.Record is { } record)
        {
            Add(BytesOf(record.Topic) + (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0));
            Add(record.Headers.Sum(header => HeaderOverhead + BytesOf(header.Key) + (header.Value?.Length ?? 0)));
        }

        if (outcome.Error is { } error)
        {
            Add(BytesOf(error.Message) + BytesOf(error.Hint ?? ""));
        }

        return outcome;
    }

    public PreviewStep Add(PreviewStep step)
    {
        Add(BytesOf(step.Transformation) + BytesOf(step.ClassName));
        Add(step.Outcome);
        return step;
    }

    private static long BytesOf(string text) => Encoding.UTF8.GetByteCount(text);

    private void Add(long bytes)
    {
        _bytes += bytes;
        if (_bytes > BytesMax)
        {
            throw new ConnectRequestException(
                RequestErrorKind.TooLarge, $"The results have more than {BytesMax >> 20} MiB; send fewer records or leave out 'trace'.");
        }
    }
}
