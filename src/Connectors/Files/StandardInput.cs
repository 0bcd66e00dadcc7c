using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Connectors.Files;

/// <summary>Reads lines from a stream that has no positions, as long as it is this task's turn. At the end of the stream a last line counts even without a line end.</summary>
/// <param name="input">What is read.</param>
/// <param name="buffer">Where to: what is left there in the end goes back.</param>
/// <param name="time">Bounds a wait.</param>
internal sealed class StandardInput(SharedInput input, LineBuffer buffer, TimeProvider time) : ILineInput
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);
    private static readonly Lazy<SharedInput> OfProcess = new(() => new SharedInput(Console.OpenStandardInput()));

    private bool _isAtEnd;

    /// <summary>The standard input of the process, which all tasks read in turn.</summary>
    public static SharedInput Shared => OfProcess.Value;

    public bool Fill(LineBuffer lines)
    {
        if (!_isAtEnd)
        {
            var taken = input.Take(lines);
            _isAtEnd = taken is null;
            return taken != 0;
        }

        if (!lines.HasRest)
        {
            return false;
        }

        lines.Complete();
        return true;
    }

    public SourceOffset? OffsetAt(long positionBytes) => null;

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd)
        {
            await Task.Delay(WaitMax, time, cancellationToken);
            return;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(input.WhenReadyAsync(), Task.Delay(WaitMax, time, timeout.Token));
        await timeout.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => input.GiveBack(buffer);
}
