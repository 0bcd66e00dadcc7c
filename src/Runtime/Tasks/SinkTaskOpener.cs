using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes a sink task and everything it needs.</summary>
internal sealed class SinkTaskOpener(TaskServices services, TaskSpec spec, TaskControl control, TaskResources resources)
{
    private const string DeadLetterTopic = "errors.deadletterqueue.topic.name";

    public async Task<ITaskLoop> OpenAsync()
    {
        var opened = await OpenedTask.OpenAsync(services, spec, control, resources);
        RefuseDeadLetters(opened.Config);
        var input = resources.Add(Input(opened));
        control.OnAbandoned(input);
        var positions = new SinkPositions();
        var errant = opened.Errors.HasReporters ? new ErrantRecords(opened.Errors, control.Counters, opened.TaskType.FullName ?? opened.TaskType.Name) : null;
        var context = new SinkTaskContext(opened.Context, positions, input, errant, control.Wake);
        var session = new SinkSession(opened.Create<SinkTask>(), context, positions, input, errant);
        var commits = new SinkCommits(control, session, opened.Timing, services.Logs.CreateLogger<SinkCommits>());
        return new SinkTaskRunner(control, session, commits, services.Logs.CreateLogger<SinkTaskRunner>());
    }

    private KafkaSinkInput Input(OpenedTask opened) => new(
        control,
        new(opened.Clients.Consumer(), services.Logs.CreateLogger<KafkaSinkInput>()),
        new(control, services.Time, services.Logs.CreateLogger<KafkaPatience>()),
        new(opened.Chain, opened.Converters, opened.Errors),
        opened.Clients.PollRecordsMax);

    private void RefuseDeadLetters(IReadOnlyDictionary<string, string?> config)
    {
        if (config.GetValueOrDefault(DeadLetterTopic) is { Length: > 0 } topic)
        {
            throw new ConfigException(
                $"Task '{spec.Id}' is to send bad records to '{topic}' ('{DeadLetterTopic}'), but this version has no dead letter queue, and they would be lost. Remove the setting to skip and "
                + "log them, or set 'errors.tolerance=none'.");
        }
    }
}
