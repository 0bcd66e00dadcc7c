using System.Collections.Concurrent;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Testing;

/// <summary>A log that keeps its lines. May be used from any thread.</summary>
public sealed class MemoryLog : IPluginLog
{
    private readonly ConcurrentQueue<MemoryLogLine> _lines = new();

    /// <summary>What was written so far, in order.</summary>
    public IReadOnlyList<MemoryLogLine> Lines => [.. _lines];

    /// <inheritdoc/>
    public void Write(LogSeverity severity, string message, Exception? cause = null) => _lines.Enqueue(new(severity, message, cause));
}
