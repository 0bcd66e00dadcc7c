using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

/// <summary>A store in memory that says what it is asked to write, and fails when the test says.</summary>
internal sealed class JournaledOffsetStore(string name, List<string> journal) : ITransactionalOffsetStore
{
    private readonly MemoryOffsetStore _offsets = new();

    /// <summary>Called before each write; what it throws refuses the write as a whole.</summary>
    public Action<string> OnWrite { get; set; } = _ => { };

    /// <summary>Partitions with an offset that nobody can read.</summary>
    public HashSet<SourcePartition> Unreadable { get; } = [];

    public string Topic => name;

    public async ValueTask<SourceOffset?> ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken)
    {
        ThrowIfUnreadable([partition]);
        return await _offsets.ReadAsync(connector, partition, cancellationToken);
    }

    public async ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAllAsync(string connector, CancellationToken cancellationToken)
    {
        ThrowIfUnreadable(Unreadable);
        return await _offsets.ReadAllAsync(connector, cancellationToken);
    }

    public async ValueTask<IReadOnlyCollection<SourcePartition>> PartitionsAsync(string connector, CancellationToken cancellationToken) =>
        [.. (await _offsets.ReadAllAsync(connector, cancellationToken)).Keys.Union(Unreadable)];

    public Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken) =>
        WriteAsync("write", connector, offsets, cancellationToken);

    public Task WriteTogetherAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken) =>
        WriteAsync("together", connector, offsets, cancellationToken);

    public ValueTask<IReadOnlyList<OffsetRecord>> EncodeAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<OffsetRecord>>(
            [.. offsets.Select(entry => new OffsetRecord(OffsetCodec.KeyOf(connector, entry.Key), entry.Value is null ? null : OffsetCodec.ValueOf(entry.Value)))]);

    public Task OnCommittedAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, Func<CancellationToken, Task> beforeCopy, CancellationToken cancellationToken) =>
        WriteAsync("committed", connector, offsets, cancellationToken);

    private async Task WriteAsync(string how, string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = $"{name} {how} {string.Join(' ', offsets.Select(entry => $"{Text(entry.Key.Entries)}={Text(entry.Value?.Entries)}").Order(StringComparer.Ordinal))}";
        OnWrite(write);
        journal.Add(write);
        Unreadable.ExceptWith(offsets.Keys);
        await _offsets.WriteAsync(connector, offsets, cancellationToken);
    }

    private static string Text(IReadOnlyList<KeyValuePair<string, object?>>? entries) => string.Join(',', (entries ?? []).Select(entry => entry.Value));

    private void ThrowIfUnreadable(IEnumerable<SourcePartition> partitions)
    {
        if (partitions.FirstOrDefault(Unreadable.Contains) is { } partition)
        {
            throw new ConnectException($"The offset of {partition} in '{name}' cannot be read.");
        }
    }
}
