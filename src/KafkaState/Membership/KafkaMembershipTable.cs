using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.KafkaState.Membership;

/// <summary>Orleans' membership table in Kafka. Every change is a compare-and-set of the whole table.</summary>
internal sealed partial class KafkaMembershipTable(MembershipLog log, TimeProvider time, ILogger<KafkaMembershipTable> logger) : IMembershipTable, IChangingStore
{
    private const int CleanupAttemptsMax = 10;

    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(3);

    // A silo says three times that it leaves: where Kafka did not answer once, it will hardly do a moment later.
    private static readonly TimeSpan NextFarewellLimit = TimeSpan.FromMilliseconds(500);

    private SiloAddress? _leaving;
    private bool _isFarewellLost;

    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default) => log.OpenAsync(cancellationToken);

    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default) =>
        log.DeleteAsync(clusterId, cancellationToken);

    public Task NextChange() => log.NextChange();

    public async Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default)
    {
        for (var attempt = 0; attempt < CleanupAttemptsMax; attempt++)
        {
            var snapshot = await log.ReadAsync(cancellationToken);
            var defunct = snapshot.Document.Rows
                .Where(row => row.Status == SiloStatus.Dead && snapshot.LastSeen(row) < beforeDate.UtcDateTime).ToHashSet();
            if (defunct.Count == 0)
            {
                return;
            }

            var kept = snapshot.Document with { Rows = [.. snapshot.Document.Rows.Where(row => !defunct.Contains(row))] };
            if (await log.TryReplaceAsync(snapshot, kept, cancellationToken))
            {
                await Task.WhenAll(defunct.Select(row => log.ForgetAliveAsync(row.Silo, cancellationToken)));
                return;
            }
        }
    }

    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default) =>
        (await log.ReadAsync(cancellationToken)).ToTableData(key);

    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default) =>
        (await log.ReadAsync(cancellationToken)).ToTableData();

    public async Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        var row = MembershipRow.From(entry);
        var snapshot = await log.ReadAsync(cancellationToken);
        return snapshot.LogVersion == ETag.ToVersion(tableVersion.VersionEtag)
            && snapshot.Document.Find(row.Silo) is null
            && await log.TryReplaceAsync(snapshot, new MembershipDocument(tableVersion.Version, [.. snapshot.Document.Rows, row]), cancellationToken);
    }

    public async Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        if (!IsFarewell(entry))
        {
            return await ReplaceRowAsync(entry, tableVersion, cancellationToken);
        }

        // Orleans would try for minutes, three times. The others notice that a silo is gone without being told.
        using var limit = new CancellationTokenSource(_isFarewellLost ? NextFarewellLimit : FarewellLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ReplaceRowAsync(entry, tableVersion, either.Token);
        }
        catch (Exception error) when (IsOfKafka(error) && !cancellationToken.IsCancellationRequested)
        {
            _isFarewellLost = true;
            LogFarewellLost(error, entry.Status);
            return true;
        }
    }

    public async Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default) =>
        await log.WriteAliveAsync(MembershipRow.ToName(entry.SiloAddress), MembershipRow.AsUtc(entry.IAmAliveTime), cancellationToken);

    public Task InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion);

    public Task DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadRowAsync(key);

    public Task<MembershipTableData> ReadAll() => ReadAllAsync();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => UpdateRowAsync(entry, etag, tableVersion);

    public Task UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry);

    private async Task<bool> ReplaceRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken)
    {
        var row = MembershipRow.From(entry);
        var snapshot = await log.ReadAsync(cancellationToken);
        return snapshot.LogVersion == ETag.ToVersion(tableVersion.VersionEtag)
            && snapshot.Document.Find(row.Silo) is { } old
            && await log.TryReplaceAsync(
                snapshot, new MembershipDocument(tableVersion.Version, [.. snapshot.Document.Rows.Select(each => each == old ? row : each)]), cancellationToken);
    }

    private static bool IsOfKafka(Exception error) => error is OperationCanceledException
        or KafkaClientException or EntryNotWrittenException or WriteOutcomeUnknownException or TopicUnusableException;

    private bool IsFarewell(MembershipEntry entry)
    {
        if (entry.Status is SiloStatus.ShuttingDown or SiloStatus.Stopping)
        {
            _leaving = entry.SiloAddress;
        }

        return entry.SiloAddress.Equals(_leaving);
    }

    [LoggerMessage(LogLevel.Warning, "Kafka cannot be told that this silo is {Status}; the others find out for themselves.")]
    private partial void LogFarewellLost(Exception error, SiloStatus status);
}
