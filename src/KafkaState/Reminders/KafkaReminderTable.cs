using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansConnect.Kafka.Log;
using OrleansConnect.KafkaState.Hosting;

namespace OrleansConnect.KafkaState.Reminders;

/// <summary>Orleans' reminder table in Kafka: one versioned entry a reminder; the entity tag is the version.</summary>
internal sealed class KafkaReminderTable(VersionedLogSettings settings, KafkaStateLogs logs, string serviceId) : IReminderTable
{
    private const int UpsertAttemptsMax = 1000;
    private readonly string _keyPrefix = $"reminder/{Uri.EscapeDataString(serviceId)}/";
    private VersionedLog? _log;

    private VersionedLog Log => _log ?? throw new InvalidOperationException("The reminder table is used before it was started.");

    public static KafkaReminderTable Create(IServiceProvider services) => new(
        services.GetKafkaStateOptions(KafkaStateServices.Reminders).ToLogSettings(KafkaStateServices.Reminders),
        services.GetRequiredService<KafkaStateLogs>(),
        services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId);

    public async Task StartAsync(CancellationToken cancellationToken = default) => _log = await logs.OpenAsync(settings, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<ReminderTableData> ReadRows(GrainId grainId) => ReadRows(grainId, CancellationToken.None);

    public async Task<ReminderTableData> ReadRows(GrainId grainId, CancellationToken cancellationToken) =>
        // Another grain's key may begin with this one's.
        new((await ScanAsync($"{_keyPrefix}{grainId}/", cancellationToken)).Where(entry => entry.GrainId == grainId));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => ReadRows(begin, end, CancellationToken.None);

    public async Task<ReminderTableData> ReadRows(uint begin, uint end, CancellationToken cancellationToken) =>
        new((await ScanAsync(_keyPrefix, cancellationToken)).Where(entry => IsInRange(entry.GrainId.GetUniformHashCode(), begin, end)));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => ReadRow(grainId, reminderName, CancellationToken.None);

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName, CancellationToken cancellationToken)
    {
        var key = ToKey(grainId, reminderName);
        var stored = await Log.ReadAsync(key, cancellationToken);
        return stored.Value is { } value ? ToEntry(key, value, stored.Version) : null;
    }

    public Task<string?> UpsertRow(ReminderEntry entry) => UpsertRow(entry, CancellationToken.None);

    public async Task<string?> UpsertRow(ReminderEntry entry, CancellationToken cancellationToken)
    {
        var key = ToKey(entry.GrainId, entry.ReminderName);
        var value = StateJson.Write(ReminderDocument.From(entry));
        var version = Log.Find(key).Version;
        for (var attempt = 0; attempt < UpsertAttemptsMax; attempt++)
        {
            var result = await Log.WriteAsync(key, version, value, cancellationToken);
            if (result.Accepted)
            {
                return ETag.Of(result.Current.Version);
            }

            version = result.Current.Version;
        }

        throw new InvalidOperationException(
            $"Reminder '{entry.ReminderName}' of grain '{entry.GrainId}' was not written: others wrote it {UpsertAttemptsMax} times meanwhile. Try again.");
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => RemoveRow(grainId, reminderName, eTag, CancellationToken.None);

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag, CancellationToken cancellationToken)
    {
        var key = ToKey(grainId, reminderName);
        var stored = await Log.ReadAsync(key, cancellationToken);
        return stored.Exists
            && stored.Version == ETag.ToVersion(eTag)
            && (await Log.DeleteAsync(key, stored.Version, cancellationToken)).Accepted;
    }

    public Task TestOnlyClearTable() => TestOnlyClearTable(CancellationToken.None);

    public async Task TestOnlyClearTable(CancellationToken cancellationToken)
    {
        foreach (var (key, value) in await Log.ScanAsync(_keyPrefix, cancellationToken))
        {
            await Log.DeleteAsync(key, value.Version, cancellationToken);
        }
    }

    /// <summary>Whether the hash is in (begin, end] on the ring, which is all of it when begin equals end.</summary>
    private static bool IsInRange(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private async Task<IEnumerable<ReminderEntry>> ScanAsync(string prefix, CancellationToken cancellationToken) =>
        (await Log.ScanAsync(prefix, cancellationToken)).Select(pair => ToEntry(pair.Key, pair.Value.Value.GetValueOrDefault(), pair.Value.Version));

    // The name is escaped, so that it ends at the last slash and no two reminders share a key.
    private string ToKey(GrainId grainId, string reminderName) => $"{_keyPrefix}{grainId}/{Uri.EscapeDataString(reminderName)}";

    private ReminderEntry ToEntry(string key, ReadOnlyMemory<byte> value, long version) =>
        Log.Decode(key, value, bytes => StateJson.Read<ReminderDocument>(bytes).ToEntry(version));
}
