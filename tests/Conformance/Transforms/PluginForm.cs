using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Conformance.Transforms;

/// <summary>A transformation or predicate under one of its class names.</summary>
internal sealed record PluginForm(string ClassName, Type Type, RecordPart? Part)
{
    /// <summary>All there are, by class name without the package.</summary>
    public static IReadOnlyDictionary<string, PluginForm> All { get; } = typeof(Cast).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes(typeof(PluginAttribute), inherit: false).Cast<PluginAttribute>()
            .Select(form => new PluginForm(form.ClassName, type, form.Part)))
        .ToDictionary(form => form.ClassName[(form.ClassName.LastIndexOf('.') + 1)..]);

    public IConnectPlugin Create() => (IConnectPlugin)(Activator.CreateInstance(Type, Part is { } part ? [part] : []) ?? throw new InvalidOperationException(ClassName));
}
