using System.Reflection;
using System.Runtime.Loader;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// Loads a plugin folder apart from everything else: the plugin's own versions of its dependencies win. Only what plugin and runtime exchange comes from the runtime.
/// </summary>
internal sealed class PluginLoadContext(string folder, string assemblyPath) : AssemblyLoadContext($"plugin {Path.GetFileName(folder)}")
{
    private const string Shared = "OrleansConnect.Abstractions";

    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Shared)
        {
            return null;
        }

        var path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
