using System.Text;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Preview;

/// <summary>Counts what results take while they are made: a trace has the records once for each step, and a transformation can add to each what it likes.</summary>
/// <param name="recordsMax">How many times the results have each record.</param>
internal sealed class PreviewSize(int recordsMax)
{
    // No message of gRPC has 2 GiB, and some of them are in memory at a time.
    private const long BytesMax = 1L << 30;

    // Whatever may be asked has room in it each time, and as much for what transformations add.
    private const long RecordsBytes = 2L * PreviewRequest.BytesMax;
    private const long ExtraBytes = 64L << 20;

    // What surrounds a record, about.
    private const int Overhead = 100;
    private const int HeaderOverhead = 16;

    private readonly long _bytesMax = Math.Min(BytesMax, (recordsMax * RecordsBytes) + ExtraBytes);
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
        if (_bytes > _bytesMax)
        {
            throw new ConnectRequestException(
                RequestErrorKind.TooLarge, $"The results have more than {_bytesMax >> 20} MiB; send fewer records or leave out 'trace'.");
        }
    }
}
