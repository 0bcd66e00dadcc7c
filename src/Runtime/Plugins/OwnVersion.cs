using System.Reflection;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// The version of a plugin class. One that says it itself has to be made for that: once, when it is found, on a thread of its own and not for long, so that lists, the choice of a version and
/// statuses all name the same, and nobody has to ask it again.
/// </summary>
internal static class OwnVersion
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly MethodInfo? Getter = typeof(IConnectPlugin).GetProperty(nameof(IConnectPlugin.Version))?.GetMethod;

    /// <summary>The version.</summary>
    /// <param name="type">The class.</param>
    /// <param name="part">What its constructor takes, if it has forms.</param>
    /// <param name="onNone">Hears why it does not say its own, so that the answer is that of its assembly.</param>
    /// <param name="limit">How long it may take; 5 s by default.</param>
    public static string Of(Type type, RecordPart? part, Action<Type, Exception>? onNone, TimeSpan? limit = null)
    {
        var ofAssembly = PluginVersions.Of(type);
        if (!IsSaid(type))
        {
            return ofAssembly;
        }

        try
        {
            return Ask(type, part, limit ?? Limit) ?? ofAssembly;
        }
        catch (Exception error)
        {
            onNone?.Invoke(type, error);
            return ofAssembly;
        }
    }

    // Where it is not, the property is one of our own.
    private static bool IsSaid(Type type)
    {
        if (!typeof(IConnectPlugin).IsAssignableFrom(type))
        {
            return false;
        }

        var map = type.GetInterfaceMap(typeof(IConnectPlugin));
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, Getter)]?.DeclaringType?.Assembly != typeof(IConnectPlugin).Assembly;
    }

    private static string? Ask(Type type, RecordPart? part, TimeSpan limit)
    {
        string? version = null;
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                object?[] arguments = part is null ? [] : [part];
                var plugin = PluginRegistry.Create(type, $"Class '{type.FullName}'", arguments);
                version = ((IConnectPlugin)plugin).Version;
                (plugin as IDisposable)?.Dispose();
            }
            catch (Exception error)
            {
                thrown = error;
            }
        })
        {
            IsBackground = true,
            Name = $"version of {type.Name}",
        };
        thread.Start();
        return !thread.Join(limit) ? throw new TimeoutException($"Class '{type.FullName}' did not say its version within {limit.TotalMilliseconds} ms.")
            : thrown is not null ? throw thrown
            : version;
    }
}
