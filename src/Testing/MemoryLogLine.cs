using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Testing;

/// <summary>One line of a <see cref="MemoryLog"/>.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">The text.</param>
/// <param name="Cause">The exception it tells of, or null.</param>
public sealed record MemoryLogLine(LogSeverity Severity, string Message, Exception? Cause);
