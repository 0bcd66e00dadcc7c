using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Silo;

/// <summary>Opens the offset topic before the silo joins its cluster, so that a worker that cannot keep offsets does not start.</summary>
internal sealed class OffsetTopicStartup(KafkaOffsetStore offsets) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(OffsetTopicStartup), ServiceLifecycleStage.RuntimeStorageServices, offsets.OpenAsync);
}
