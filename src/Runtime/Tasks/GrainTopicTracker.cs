using Microsoft.Extensions.Logging;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Tells the grain that keeps a connector's topics which ones its tasks use, unless <c>topic.tracking.enable</c> is off.</summary>
internal sealed class GrainTopicTracker(IGrainFactory grains, WorkerConfig config, TimeProvider time, ILogger<TopicUse> logger) : ITopicTracker
{
    public ITopicUse Follow(TaskSpec task)
    {
        if (!config.IsTopicTrackingEnabled)
        {
            return Untracked.Instance;
        }

        var grain = grains.GetGrain<IConnectorTopicsControl>(task.Id.Connector);
        return new TopicUse(task.Id, topics => grain.AddTopics(task.Generation, topics), time, logger);
    }

    private sealed class Untracked : ITopicUse
    {
        public static Untracked Instance { get; } = new();

        public void OnUsed(string topic)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
