using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Keeps source offsets in a file, as a standalone Kafka Connect worker does and in its format (<c>offset.storage.file.filename</c>). Every commit writes a new file beside
/// the old one, flushes it to the disk and takes its place, so that a crash leaves one or the other.
/// </summary>
public sealed class FileOffsetStore : ISourceOffsetStore, IDisposable
{
    private readonly string _path;
    private readonly Dictionary<string, byte[]> _foreign = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Connector, SourcePartition Partition), SourceOffset> _offsets = [];
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Reads the file, which need not exist; one that holds something else is a <see cref="ConnectException"/>.</summary>
    public FileOffsetStore(string path)
    {
        _path = Path.GetFullPath(path);
        if (!File.Exists(_path) || new FileInfo(_path).Length == 0)
        {
            return;
        }

        try
        {
            foreach (var (key, value) in JavaMapFile.Read(File.ReadAllBytes(_path)))
            {
                Load(key, value);
            }
        }
        catch (InvalidDataException cause)
        {
            throw new ConnectException(
                $"The offset file '{_path}' cannot be read: {cause.Message} Move it away, or set 'offset.storage.file.filename' to another file.", cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SourceOffset?> ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _offsets.GetValueOrDefault((connector, partition));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAllAsync(string connector, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _offsets.Where(entry => entry.Key.Connector == connector).ToDictionary(entry => entry.Key.Partition, entry => entry.Value);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var before = new Dictionary<(string, SourcePartition), SourceOffset>(_offsets);
            Apply(connector, offsets);
            try
            {
                await SaveAsync(cancellationToken);
            }
            catch
            {
                Restore(before);
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private void Load(byte[] key, byte[] value)
    {
        if (OffsetCodec.ReadKey(key) is { } read && OffsetCodec.ReadValue(value) is { } offset)
        {
            _offsets[read] = offset;
        }
        else
        {
            _foreign[Convert.ToBase64String(key)] = value;
        }
    }

    private void Apply(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets)
    {
        foreach (var (partition, offset) in offsets)
        {
            if (offset is null)
            {
                _offsets.Remove((connector, partition));
            }
            else
            {
                _offsets[(connector, partition)] = offset;
            }
        }
    }

    private void Restore(Dictionary<(string, SourcePartition), SourceOffset> before)
    {
        _offsets.Clear();
        foreach (var (key, value) in before)
        {
            _offsets[key] = value;
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        var entries = _offsets.Select(entry => KeyValuePair.Create(OffsetCodec.KeyOf(entry.Key.Connector, entry.Key.Partition), OffsetCodec.ValueOf(entry.Value)))
            .Concat(_foreign.Select(entry => KeyValuePair.Create(Convert.FromBase64String(entry.Key), entry.Value)))
            .ToList();
        var temporary = _path + ".new";
        await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await stream.WriteAsync(JavaMapFile.Write(entries), cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
    }
}
