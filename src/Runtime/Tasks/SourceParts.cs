using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a source task is made of, however its records are delivered.</summary>
/// <param name="Task">The plugin's task.</param>
/// <param name="Opened">Its configuration and what follows from it.</param>
/// <param name="Errors">What becomes of bad records.</param>
/// <param name="Pending">Its records on their way.</param>
/// <param name="Offsets">Where its source offsets are kept.</param>
internal sealed record SourceParts(SourceTask Task, OpenedTask Opened, ErrorPolicy Errors, PendingRecords Pending, ISourceOffsetStore Offsets);
