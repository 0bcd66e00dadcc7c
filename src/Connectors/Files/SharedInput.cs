namespace OrleansConnect.Connectors.Files;

/// <summary>
/// A stream that has no positions, for whoever reads it in turn: a read that waits cannot be cancelled, and what it brings, like what was read and not handed out, goes to whoever comes next.
/// </summary>
internal sealed class SharedInput(Stream stream)
{
    private readonly Lock _lock = new();
    private readonly byte[] _chunk = new byte[64 << 10];
    private ReadOnlyMemory<byte> _rest;
    private Task<int>? _read;

    /// <summary>Ends when there is something to take.</summary>
    public Task WhenReadyAsync()
    {
        lock (_lock)
        {
            return _rest.Length > 0 ? Task.CompletedTask : _read ??= stream.ReadAsync(_chunk, CancellationToken.None).AsTask();
        }
    }

    /// <summary>Moves bytes into the buffer. Null at the end of the stream, 0 when there is nothing to take now.</summary>
    public int? Take(LineBuffer lines)
    {
        lock (_lock)
        {
            if (_rest.Length == 0 && _read is { IsCompleted: true } read)
            {
                _read = null;
                _rest = _chunk.AsMemory(0, read.GetAwaiter().GetResult());
                if (_rest.Length == 0)
                {
                    return null;
                }
            }

            var space = lines.Space();
            var taken = _rest[..Math.Min(space.Length, _rest.Length)];
            taken.Span.CopyTo(space);
            lines.Append(taken.Length);
            _rest = _rest[taken.Length..];
            return taken.Length;
        }
    }

    /// <summary>Takes back what was not handed out.</summary>
    public void GiveBack(LineBuffer lines)
    {
        lock (_lock)
        {
            _rest = (byte[])[.. lines.Rest, .. _rest.Span];
            lines.Reset(lines.ReadPosition);
        }
    }
}
