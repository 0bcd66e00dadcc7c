using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes a source task and everything it needs.</summary>
internal sealed class SourceTaskOpener(TaskServices services, TaskSpec spec, TaskControl control, TaskResources resources)
{
    public async Task<ITaskLoop> OpenAsync()
    {
        var opened = await OpenedTask.OpenAsync(services, spec, control, resources);
        var task = opened.Create<SourceTask>();
        var errors = new TaskErrors(services, control).Policy(opened.Config);
        var pending = new PendingRecords(new(task.WantsDeliveries, errors.HasReporters), control.Counters);
        var output = resources.Add(Output(opened, errors, pending));
        var commits = resources.Add(new IntervalCommits(control, pending, services.Offsets, opened.Timing, services.Logs.CreateLogger<IntervalCommits>()));
        return new SourceTaskRunner(control, task, opened.Context, output, commits, services.Logs.CreateLogger<SourceTaskRunner>());
    }

    private SourceOutput Output(OpenedTask opened, ErrorPolicy errors, PendingRecords pending)
    {
        var sender = resources.Add(new KafkaMessageSender(opened.Clients.Producer(), pending, services.Logs.CreateLogger<KafkaMessageSender>()));
        control.OnAbandoned(sender);
        var encoder = new RecordEncoder(opened.Chain, opened.Converters, errors, pending, Topics(opened));
        return new(control, encoder, pending, sender, errors, opened.Clients.OutstandingBytesMax);
    }

    private TopicCreator Topics(OpenedTask opened)
    {
        var groups = services.Worker.TopicCreationEnabled ? TopicGroups.Parse(opened.Config) : [];
        var admin = resources.Add(new KafkaTopicAdmin(
            opened.Clients, new(control, services.Time, services.Logs.CreateLogger<KafkaPatience>()), services.Time, services.Logs.CreateLogger<KafkaTopicAdmin>()));
        var counters = control.Counters;
        return new(groups, admin, resources.Add(services.Topics.Follow(spec, () => counters.Records)).OnUsed);
    }
}
