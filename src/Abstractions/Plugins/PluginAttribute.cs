using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Plugins;

/// <summary>
/// The class name under which users configure a plugin, where it is not the .NET type's own full name: a plugin that takes the place of one of Kafka Connect's
/// has that one's name. A transformation with a form for keys and one for values carries the attribute twice and takes a <see cref="RecordPart"/> in its constructor.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PluginAttribute : Attribute
{
    /// <summary>A plugin with a constructor without parameters.</summary>
    public PluginAttribute(string className) => ClassName = className;

    /// <summary>One form of a plugin whose constructor takes the part of the record that it works on.</summary>
    public PluginAttribute(string className, RecordPart part) => (ClassName, Part) = (className, part);

    /// <summary>For example <c>org.apache.kafka.connect.transforms.InsertField$Value</c>.</summary>
    public string ClassName { get; }

    /// <summary>The part of the record that this form works on; null when the plugin has no such forms.</summary>
    public RecordPart? Part { get; }
}
