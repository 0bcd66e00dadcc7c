using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What source and sink tasks have in common when they are made: the plugin, its configuration without variables, and the parts that follow from it.</summary>
internal sealed partial class OpenedTask
{
    private readonly TaskControl _control;

    private OpenedTask(TaskServices services, TaskControl control, IReadOnlyDictionary<string, string?> config)
    {
        _control = control;
        Config = config;
        Clients = new(control.Id, services.Worker, config);
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
        TellOfSettings(services, control, config);
        await control.Thread.SwitchAsync();
        var plugin = services.Plugins.FindConnector(config);
        control.Version = plugin.Version;
        var taskType = await TaskTypeOfAsync(plugin, control);
        control.TaskType = taskType;
        await control.Thread.SwitchAsync();
        var pipeline = new PipelineFactory(services.Plugins, services.Worker.Settings, config, own => resources.Add(own));
        return new(services, control, config)
        {
            Context = ContextOf(services, control, GivenSettings.Of(settings), taskType),
            Converters = pipeline.Converters(),
            Chain = pipeline.Chain(),
            DeadLetterConverters = new(pipeline.DeadLetterConverters),
            TaskType = taskType,
        };
    }

    /// <summary>A new instance of the task; what its constructor throws is a <see cref="ConnectException"/> that names the task and its class.</summary>
    public T Create<T>()
        where T : class
    {
        _control.Enter(OpenCall.Constructor, TaskType);
        try
        {
            return PluginRegistry.Create(TaskType, $"Class '{TaskType.FullName}' of task '{_control.Id}'") as T
                ?? throw new ConnectException($"Class '{TaskType.FullName}' is not a {typeof(T).Name}. The connector names it as the class of its tasks.");
        }
        finally
        {
            _control.Leave();
        }
    }

    private static void TellOfSettings(TaskServices services, TaskControl control, IReadOnlyDictionary<string, string?> config)
    {
        foreach (var warning in ClientSettingWarnings.Of(config))
        {
            LogSettingWithoutEffect(services.Logs.CreateLogger<OpenedTask>(), control.Id, warning);
        }
    }

    private static async Task<Type> TaskTypeOfAsync(PluginDescriptor plugin, TaskControl control)
    {
        control.Enter(OpenCall.Constructor, plugin.Type);
        try
        {
            var connector = PluginRegistry.Create<Connector>(plugin);
            var taskType = connector.TaskType;

            // It was never started: what it does at its end is nothing to wait for.
            _ = PluginThread.Start(async () =>
            {
                await connector.DisposeAsync();
                return true;
            });
            return taskType
                ?? throw new ConnectException($"Class '{plugin.ClassName}' names no class of its tasks: its TaskType is null. Have it return a class that is a task.");
        }
        finally
        {
            control.Leave();
        }
    }

    private static SourceTaskContext ContextOf(TaskServices services, TaskControl control, IReadOnlyDictionary<string, string> settings, Type taskType) =>
        new(
            control.Id,
            settings,
            NoOffsets.Instance,
            new PluginLog(control.Id.ToString(), control.Secrets, services.Logs.CreateLogger(taskType)),
            services.Time);

    [LoggerMessage(LogLevel.Warning, "Task {Task}: {Warning}")]
    private static partial void LogSettingWithoutEffect(ILogger logger, TaskId task, string warning);
}
