using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record TaskConfigBody(TaskIdBody Id, IReadOnlyDictionary<string, string> Config)
{
    public static TaskConfigBody Of(TaskConfig task) => new(new TaskIdBody(task.Id.Connector, task.Id.Task), task.Config);
}
