using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using OrleansConnect.Kafka.Log;
using OrleansConnect.KafkaState.Hosting;

namespace OrleansConnect.KafkaState.GrainStorage;

/// <summary>Grain state as versioned entries of a log; the entity tag is the version.</summary>
internal sealed class KafkaGrainStorage(
    string name, VersionedLogSettings settings, string serviceId, KafkaStateLogs logs, IGrainStorageSerializer serializer, IActivatorProvider activators)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly string _keyPrefix = $"state/{Uri.EscapeDataString(serviceId)}/{Uri.EscapeDataString(name)}/";
    private VersionedLog? _log;

    private VersionedLog Log => _log ?? throw new InvalidOperationException(
        $"Grain storage '{name}' is used before the silo has reached the stage at which it starts, {nameof(ServiceLifecycleStage.RuntimeStorageServices)}.");

    public static KafkaGrainStorage Create(IServiceProvider services, string name)
    {
        var options = services.GetKafkaStateOptions(name);
        return new KafkaGrainStorage(
            name,
            options.ToLogSettings(KafkaStateServices.State),
            services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId,
            services.GetRequiredService<KafkaStateLogs>(),
            options.GrainStorageSerializer ?? services.GetRequiredService<IGrainStorageSerializer>(),
            services.GetRequiredService<IActivatorProvider>());
    }

    // Before the silo joins the cluster, so that one that cannot use its topic leaves no trace in the membership.
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe($"{nameof(KafkaGrainStorage)}-{name}", ServiceLifecycleStage.RuntimeStorageServices, StartAsync);

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _log = await logs.OpenAsync(settings, cancellationToken);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = ToKey(stateName, grainId);
        var stored = await Log.ReadAsync(key, cancellationToken);
        if (stored.Value is { } value)
        {
            grainState.State = Log.Decode(key, value, bytes => serializer.Deserialize<T>(new BinaryData(bytes))) ?? CreateState<T>();
            grainState.ETag = ETag.Of(stored.Version);
            grainState.RecordExists = true;
        }
        else
        {
            SetMissing(grainState);
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = ToKey(stateName, grainId);
        var expected = ExpectedVersion(key, stateName, grainId, grainState);
        var value = serializer.Serialize(grainState.State).ToMemory();
        var result = await Log.WriteAsync(key, expected, value, cancellationToken);
        if (!result.Accepted)
        {
            throw Inconsistent("written", stateName, grainId, result.Current, grainState.ETag);
        }

        grainState.ETag = ETag.Of(result.Current.Version);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = ToKey(stateName, grainId);
        var stored = await Log.ReadAsync(key, cancellationToken);
        if (stored.Exists || grainState.ETag is not null)
        {
            var result = grainState.ETag is { } etag && stored.Exists
                ? await Log.DeleteAsync(key, ETag.ToVersion(etag), cancellationToken)
                : new WriteResult(false, stored);
            if (!result.Accepted)
            {
                throw Inconsistent("cleared", stateName, grainId, result.Current, grainState.ETag);
            }
        }

        SetMissing(grainState);
    }

    /// <summary>What a write builds on: without a tag, that there is no record.</summary>
    private long ExpectedVersion<T>(string key, string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is { } etag)
        {
            return ETag.ToVersion(etag);
        }

        var stored = Log.Find(key);
        return stored.Exists ? throw Inconsistent("written", stateName, grainId, stored, null) : stored.Version;
    }

    private string ToKey(string stateName, GrainId grainId) => $"{_keyPrefix}{Uri.EscapeDataString(stateName)}/{grainId}";

    private void SetMissing<T>(IGrainState<T> grainState)
    {
        grainState.State = CreateState<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private T CreateState<T>() => activators.GetActivator<T>().Create();

    private InconsistentStateException Inconsistent(string what, string stateName, GrainId grainId, VersionedValue stored, string? etag) => new(
        $"State '{stateName}' of grain '{grainId}' in grain storage '{name}' was not {what}: it {(stored.Exists ? "has" : "was deleted at")} version " +
        $"'{stored.Version}', but version '{etag ?? "none"}' was expected. Read it again.",
        ETag.Of(stored.Version),
        etag ?? "");
}
