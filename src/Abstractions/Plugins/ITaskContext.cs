namespace OrleansConnect.Abstractions.Plugins;

/// <summary>What the runtime offers a task of either kind.</summary>
public interface ITaskContext
{
    /// <summary>The connector's name.</summary>
    string Connector { get; }

    /// <summary>The task's number within its connector, from 0.</summary>
    int Task { get; }

    /// <summary>The task's configuration as it is now, with variables resolved anew.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The task's log.</summary>
    IPluginLog Log { get; }

    /// <summary>The clock, which tests replace.</summary>
    TimeProvider Time { get; }
}
