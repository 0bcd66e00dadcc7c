using System.Reflection;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>Finds the plugins among the types of an assembly.</summary>
internal static class PluginTypes
{
    /// <summary>The location of plugins that come along.</summary>
    public const string BuiltIn = "built-in";

    private static readonly (Type Type, PluginKind Kind)[] Roles =
    [
        (typeof(SinkConnector), PluginKind.Sink),
        (typeof(SourceConnector), PluginKind.Source),
        (typeof(ITransformation), PluginKind.Transformation),
        (typeof(IPredicate), PluginKind.Predicate),
        (typeof(IConverter), PluginKind.Converter),
        (typeof(IHeaderConverter), PluginKind.HeaderConverter),
        (typeof(IConfigProvider), PluginKind.ConfigProvider),
    ];

    /// <summary>A descriptor for every role and every form of every plugin class.</summary>
    public static IEnumerable<PluginDescriptor> In(Assembly assembly, string location) => In(assembly, location, null);

    /// <inheritdoc cref="In(Assembly, string)"/>
    /// <param name="assembly">Where the classes are.</param>
    /// <param name="location">What to tell users of where that is.</param>
    /// <param name="onNoVersion">Hears of a class that does not say its version, which is then that of its assembly.</param>
    public static IEnumerable<PluginDescriptor> In(Assembly assembly, string location, Action<Type, Exception>? onNoVersion) =>
        assembly.GetTypes().Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }).SelectMany(type => Of(type, location, onNoVersion));

    private static IEnumerable<PluginDescriptor> Of(Type type, string location, Action<Type, Exception>? onNoVersion)
    {
        string? version = null;
        var forms = type.GetCustomAttributes<PluginAttribute>(inherit: false).ToArray();
        var isShipped = forms.Length > 0 || type.IsVisible;
        foreach (var (role, kind) in Roles)
        {
            if (!isShipped || !role.IsAssignableFrom(type))
            {
                continue;
            }

            version ??= OwnVersion.Of(type, forms.FirstOrDefault()?.Part, onNoVersion);
            if (forms.Length == 0)
            {
                yield return new(type.FullName ?? type.Name, kind, version, type, null, location);
            }

            foreach (var form in forms)
            {
                yield return new(form.ClassName, kind, version, type, form.Part, location);
            }
        }
    }
}
