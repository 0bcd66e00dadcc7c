using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>
/// The logs of one silo or client: one for each topic, whoever asks for it. The container closes them, after the silo has written to the
/// membership table that it is gone.
/// </summary>
internal sealed class KafkaStateLogs(TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string BootstrapServers, string Topic), Task<VersionedLog>> _logs = [];
    private readonly CancellationTokenSource _stopping = new();

    public Task<VersionedLog> OpenAsync(VersionedLogSettings settings, CancellationToken cancellationToken) => BeginOpening(settings).WaitAsync(cancellationToken);

    /// <summary>Opens the log, or goes on with opening it; one that could not be opened is tried anew.</summary>
    public Task<VersionedLog> BeginOpening(VersionedLogSettings settings)
    {
        var key = (settings.Connection.BootstrapServers, settings.Topic.Name);
        lock (_gate)
        {
            if (!_logs.TryGetValue(key, out var opening) || opening.IsFaulted || opening.IsCanceled)
            {
                var logger = loggers.CreateLogger<VersionedLog>();
                _logs[key] = opening = Task.Run(() => VersionedLog.OpenAsync(settings, time, logger, _stopping.Token), _stopping.Token);
            }

            return opening;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var opening in _logs.Values)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully)
            {
                await (await opening).DisposeAsync();
            }
        }

        _stopping.Dispose();
    }
}
