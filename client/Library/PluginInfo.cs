namespace OrleansConnect.Client;

/// <summary>A plugin of the worker that was asked.</summary>
/// <param name="ClassName">The name that configurations use.</param>
/// <param name="Type"><c>source</c>, <c>sink</c>, <c>converter</c>, <c>header_converter</c>, <c>transformation</c> or <c>predicate</c>.</param>
/// <param name="Version">Its version, or null if it has none.</param>
/// <param name="Location">The folder it was loaded from, or <c>built-in</c>.</param>
public sealed record PluginInfo(string ClassName, string Type, string? Version, string Location);
