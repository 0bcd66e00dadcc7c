using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansConnect.Kafka.Log;
using OrleansConnect.KafkaState.Hosting;

namespace OrleansConnect.KafkaState.Membership;

/// <summary>
/// The membership of one cluster in a log: the table is one versioned entry; that a silo is alive is a value of its own for each silo,
/// of which the last one counts, because the table must not change with every sign of life.
/// </summary>
internal sealed class MembershipLog(VersionedLogSettings settings, KafkaStateLogs logs, string clusterId)
{
    private VersionedLog? _log;

    private VersionedLog Log => _log ?? throw new InvalidOperationException("The membership table is used before it was initialized.");

    public static MembershipLog Create(IServiceProvider services) => new(
        services.GetKafkaStateOptions(KafkaStateServices.Membership).ToLogSettings(KafkaStateServices.Membership),
        services.GetRequiredService<KafkaStateLogs>(),
        services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId);

    public async Task OpenAsync(CancellationToken cancellationToken) => _log = await logs.OpenAsync(settings, cancellationToken);

    /// <summary>Completes when the table was changed after the call; signs of life are none.</summary>
    public Task NextChange() => Log.NextEntry();

    public async Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var key = TableKey(clusterId);
        var stored = await Log.ReadAsync(key, cancellationToken);
        var document = stored.Value is { } value ? Log.Decode(key, value, StateJson.Read<MembershipDocument>) : MembershipDocument.Empty;
        var prefix = AlivePrefix(clusterId);
        var aliveTimes = Log.ScanLatest(prefix).ToDictionary(pair => pair.Key[prefix.Length..], pair => ToTime(pair.Value.Span));
        return new MembershipSnapshot(document, stored.Version, aliveTimes);
    }

    /// <summary>Replaces the table that was read; false if it has changed since.</summary>
    public async Task<bool> TryReplaceAsync(MembershipSnapshot snapshot, MembershipDocument document, CancellationToken cancellationToken)
    {
        return (await Log.WriteAsync(TableKey(clusterId), snapshot.LogVersion, StateJson.Write(document), cancellationToken)).Accepted;
    }

    public Task WriteAliveAsync(string silo, DateTime time, CancellationToken cancellationToken) =>
        Log.WriteLatestAsync(AlivePrefix(clusterId) + silo, Encoding.UTF8.GetBytes(time.ToString("O", CultureInfo.InvariantCulture)), cancellationToken);

    public Task ForgetAliveAsync(string silo, CancellationToken cancellationToken) =>
        Log.WriteLatestAsync(AlivePrefix(clusterId) + silo, null, cancellationToken);

    /// <summary>Deletes the table of a cluster and its silos' signs of life.</summary>
    public async Task DeleteAsync(string deletedClusterId, CancellationToken cancellationToken)
    {
        WriteResult deletion;
        do
        {
            var stored = await Log.ReadAsync(TableKey(deletedClusterId), cancellationToken);
            deletion = stored.Exists
                ? await Log.DeleteAsync(TableKey(deletedClusterId), stored.Version, cancellationToken)
                : new WriteResult(true, stored);
        }
        while (!deletion.Accepted);

        foreach (var (key, _) in Log.ScanLatest(AlivePrefix(deletedClusterId)))
        {
            await Log.WriteLatestAsync(key, null, cancellationToken);
        }
    }

    private static string TableKey(string clusterId) => $"membership/{Uri.EscapeDataString(clusterId)}";

    private static string AlivePrefix(string clusterId) => $"alive/{Uri.EscapeDataString(clusterId)}/";

    private static DateTime ToTime(ReadOnlySpan<byte> value) => MembershipRow.AsUtc(
        DateTime.Parse(Encoding.UTF8.GetString(value), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
}
