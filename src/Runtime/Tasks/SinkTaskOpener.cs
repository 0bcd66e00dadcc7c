using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes a sink task and everything it needs.</summary>
internal sealed class SinkTaskOpener(TaskServices services, TaskSpec spec, TaskControl control, TaskResources resources)
{
    public async Task<ITaskLoop> OpenAsync()
    {
        var opened = await OpenedTask.OpenAsync(services, spec, control, resources);
        var deadLetters = await new DeadLetterOpener(services, control, resources).OpenAsync(opened.Config, opened.Clients, DeadLetter.OfConsumed);
        var reports = new PendingReports();
        var errors = new TaskErrors(services, control).Policy(opened.Config, deadLetters, reports);
        var input = resources.Add(Input(opened, errors, keepsOrigins: deadLetters is not null));
        control.OnAbandoned(input);
        await control.Thread.SwitchAsync();
        return Loop(opened, input, errors, reports);
    }

    private SinkTaskRunner Loop(OpenedTask opened, KafkaSinkInput input, ErrorPolicy errors, PendingReports reports)
    {
        var positions = new SinkPositions();
        var errant = errors.HasReporters ? new ErrantRecords(errors, reports, control.Counters, control.Abandoned.Own) : null;
        var context = new SinkTaskContext(opened.Context, positions, input, errant, control.Wake);
        var task = opened.Create<SinkTask>();
        var claims = new SinkClaims(control, task, input.OffsetReset, services.Time, services.Logs.CreateLogger<SinkClaims>());
        var session = new SinkSession(task, context, positions, input, reports, claims);
        var commits = new SinkCommits(control, session, opened.Timing, services.Logs.CreateLogger<SinkCommits>());
        return new SinkTaskRunner(control, session, resources.Add(new SinkLag(control, session)), commits, services.Logs.CreateLogger<SinkTaskRunner>());
    }

    private KafkaSinkInput Input(OpenedTask opened, ErrorPolicy errors, bool keepsOrigins) => new(
        control,
        new(opened.Clients.Consumer(), services.Logs.CreateLogger<KafkaSinkInput>()),
        new(control, services.Time, services.Logs.CreateLogger<KafkaPatience>()),
        new(opened.Chain, opened.Converters, errors, keepsOrigins),
        resources.Add(services.Topics.Follow(spec)),
        opened.Clients.PollRecordsMax);
}
