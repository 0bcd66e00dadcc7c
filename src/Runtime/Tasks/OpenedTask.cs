using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What source and sink tasks have in common when they are made: the plugin, its configuration without variables, and the parts that follow from it.</summary>
internal sealed class OpenedTask
{
    private OpenedTask(TaskServices services, TaskSpec spec, IReadOnlyDictionary<string, string?> config)
    {
        Config = config;
        Clients = new(spec.Id, services.Worker, config);
        Timing = new(services.Worker.OffsetFlushInterval, services.Worker.OffsetFlushTimeout, services.Time);
    }

    /// <summary>The connector's configuration.</summary>
    public IReadOnlyDictionary<string, string?> Config { get; }

    public TaskClients Clients { get; }

    public CommitTiming Timing { get; }

    public required SourceTaskContext Context { get; init; }

    public required RecordConverters Converters { get; init; }

    public required TransformationChain Chain { get; init; }

    /// <summary>What writes records of sources to a dead letter queue; made when there is one.</summary>
    public required Lazy<RecordConverters> DeadLetterConverters { get; init; }

    /// <summary>The class of the task.</summary>
    public required Type TaskType { get; init; }

    public static async Task<OpenedTask> OpenAsync(TaskServices services, TaskSpec spec, TaskControl control, TaskResources resources)
    {
        var ofConnector = await services.Variables.ResolveVariablesAsync(spec.ConnectorConfig, control.Stopping.Own);
        var ofTask = await services.Variables.ResolveVariablesAsync(spec.Config.ToDictionary(entry => entry.Key, entry => (string?)entry.Value), control.Stopping.Own);
        control.Secrets = ResolvedSecrets.Of(ofConnector, ofTask);
        var (config, settings) = (ofConnector.Settings, ofTask.Settings);
        await control.Thread.SwitchAsync();
        var plugin = services.Plugins.FindConnector(config);
        control.Version = plugin.Version;
        var taskType = await TaskTypeOfAsync(plugin);
        await control.Thread.SwitchAsync();
        var pipeline = new PipelineFactory(services.Plugins, services.Worker.Settings, config, own => resources.Add(own));
        return new(services, spec, config)
        {
            Context = ContextOf(services, control, GivenSettings.Of(settings), taskType),
            Converters = pipeline.Converters(),
            Chain = pipeline.Chain(),
            DeadLetterConverters = new(pipeline.DeadLetterConverters),
            TaskType = taskType,
        };
    }

    /// <summary>A new instance of the task.</summary>
    public T Create<T>()
        where T : class =>
        Activator.CreateInstance(TaskType) as T
            ?? throw new ConnectException($"Class '{TaskType.FullName}' is not a {typeof(T).Name}. The connector names it as the class of its tasks.");

    private static async Task<Type> TaskTypeOfAsync(PluginDescriptor plugin)
    {
        await using var connector = PluginRegistry.Create<Connector>(plugin);
        return connector.TaskType;
    }

    private static SourceTaskContext ContextOf(TaskServices services, TaskControl control, IReadOnlyDictionary<string, string> settings, Type taskType) =>
        new(
            control.Id,
            settings,
            NoOffsets.Instance,
            new PluginLog(control.Id.ToString(), control.Secrets, services.Logs.CreateLogger(taskType)),
            services.Time);
}
