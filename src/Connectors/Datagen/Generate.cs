namespace OrleansConnect.Connectors.Datagen;

/// <summary>Makes a value.</summary>
/// <param name="random">The record's random numbers.</param>
/// <param name="record">The record's number and time.</param>
internal delegate object? Generate(ref RecordRandom random, in RecordPlace record);
