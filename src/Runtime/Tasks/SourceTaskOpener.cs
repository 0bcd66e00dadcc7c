using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes a source task and everything it needs.</summary>
internal sealed class SourceTaskOpener(TaskServices services, TaskSpec spec, TaskControl control, TaskResources resources)
{
    public async Task<ITaskLoop> OpenAsync()
    {
        var parts = await PartsAsync();
        var outputs = new SourceOutputs(services, control, resources);
        var delivery = services.Worker.IsExactlyOnceEnabled
            ? await new ExactlyOnce(services, control, resources).OpenAsync(parts, outputs)
            : new AtLeastOnce(services, control, resources).Open(parts, outputs);
        var context = parts.Opened.Context.With(new TaskOffsetReader(new ConnectorOffsetReader(spec.Id.Connector, parts.Offsets), control.Counters), delivery.Transactions);
        return new SourceTaskRunner(control, parts.Task, context, delivery.Output, delivery.Commits, services.Logs.CreateLogger<SourceTaskRunner>());
    }

    private async Task<SourceParts> PartsAsync()
    {
        var opened = await OpenedTask.OpenAsync(services, spec, control, resources);
        var task = opened.Create<SourceTask>();
        var queue = await new DeadLetterOpener(services, control, resources)
            .OpenAsync(opened.Config, opened.Clients, failure => new SourceDeadLetters(opened.DeadLetterConverters.Value).Render(failure));
        var errors = new TaskErrors(services, control).Policy(opened.Config, queue);
        var pending = new PendingRecords(new(task.WantsDeliveries, errors.HasReporters), control.Counters, resources.Add(services.Topics.Follow(spec)));
        return new(task, opened, errors, pending, resources.Add(services.Offsets.Rent(opened.Config)).Store);
    }
}
