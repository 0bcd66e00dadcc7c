using Microsoft.Extensions.Logging;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>How commits are made, and who hears of their failures.</summary>
internal sealed record CommitsSettings(CommitTiming Timing, ILogger Logger);
