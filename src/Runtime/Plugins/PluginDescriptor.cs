using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>A plugin that is installed.</summary>
/// <param name="ClassName">The name under which users configure it, for example <c>org.apache.kafka.connect.file.FileStreamSourceConnector</c>.</param>
/// <param name="Kind">Its role; a class with two roles has two descriptors.</param>
/// <param name="Version">Its version.</param>
/// <param name="Type">The .NET type.</param>
/// <param name="Part">The part of the record that this form of the plugin works on, or null.</param>
/// <param name="Location">The folder it was loaded from, or <c>built-in</c>.</param>
public sealed record PluginDescriptor(string ClassName, PluginKind Kind, string Version, Type Type, RecordPart? Part, string Location);
