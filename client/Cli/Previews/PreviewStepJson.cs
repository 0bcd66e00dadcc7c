using OrleansConnect.Client;

namespace OrleansConnect.Cli.Previews;

/// <summary>What one transformation made of a sample record, for scripts.</summary>
internal sealed record PreviewStepJson(string Transformation, string ClassName, bool Skipped, string Outcome, PreviewRecordJson? Record, PreviewError? Error);
