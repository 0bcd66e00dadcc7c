namespace OrleansConnect.Connectors.Files;

/// <summary>Reads lines from a stream that has no positions. At its end a last line counts even without a line end.</summary>
internal sealed class StandardInput(Stream stream, TimeProvider time) : ILineInput
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly byte[] _chunk = new byte[64 << 10];
    private Task<int>? _read;
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public bool Fill(LineBuffer lines)
    {
        if (_start < _end)
        {
            var space = lines.Space();
            var count = Math.Min(space.Length, _end - _start);
            _chunk.AsSpan(_start, count).CopyTo(space);
            lines.Append(count);
            _start += count;
            return true;
        }

        if (!_isAtEnd || !lines.HasRest)
        {
            return false;
        }

        lines.Complete();
        return true;
    }

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd)
        {
            await Task.Delay(WaitMax, time, cancellationToken);
            return;
        }

        // A read of a terminal cannot be cancelled: it goes on and the next wait takes it up.
        _read ??= stream.ReadAsync(_chunk, CancellationToken.None).AsTask();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_read, Task.Delay(WaitMax, time, timeout.Token));
        await timeout.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (_read.IsCompleted)
        {
            (_start, _end) = (0, await _read);
            _isAtEnd = _end == 0;
            _read = null;
        }
    }

    public void Dispose() => stream.Dispose();
}
