namespace OrleansConnect.Abstractions.Plugins;

/// <summary>What the runtime offers a task of either kind.</summary>
public interface ITaskContext
{
    /// <summary>The connector's name.</summary>
    string Connector { get; }

    /// <summary>The task's number within its connector, from 0.</summary>
    int Task { get; }

    /// <summary>The task's configuration, with variables as they were resolved when it was started. Whoever changes the configuration, or what a variable stands for, has the task start anew.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The task's log.</summary>
    IPluginLog Log { get; }

    /// <summary>The clock, which tests replace.</summary>
    TimeProvider Time { get; }
}
