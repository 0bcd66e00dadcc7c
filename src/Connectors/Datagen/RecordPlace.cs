namespace OrleansConnect.Connectors.Datagen;

/// <summary>Which record it is.</summary>
/// <param name="Number">From 0, over all tasks.</param>
/// <param name="NowMs">When it is made.</param>
internal readonly record struct RecordPlace(long Number, long NowMs);
