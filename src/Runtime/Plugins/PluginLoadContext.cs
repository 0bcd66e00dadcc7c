using System.Reflection;
using System.Runtime.Loader;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// Loads a plugin folder apart from everything else: the plugin's own versions of its dependencies win. Only what plugin and runtime exchange comes from the runtime.
/// </summary>
internal sealed class PluginLoadContext(string folder) : AssemblyLoadContext($"plugin {Path.GetFileName(folder)}")
{
    private const string Shared = "OrleansConnect.Abstractions";

    private readonly List<AssemblyDependencyResolver> _resolvers = [];

    /// <summary>Finds dependencies also where the assembly's <c>.deps.json</c> has them, which no other files than the folder's own need.</summary>
    public void AddDependenciesOf(string assemblyPath)
    {
        try
        {
            _resolvers.Add(new(assemblyPath));
        }
        catch (InvalidOperationException)
        {
            // A list of dependencies that cannot be read: what lies in the folder is found without it.
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Shared)
        {
            return null;
        }

        var listed = _resolvers.Select(resolver => resolver.ResolveAssemblyToPath(assemblyName)).FirstOrDefault(path => path is not null);
        var path = listed ?? Path.GetFullPath(Path.Combine(folder, assemblyName.Name + ".dll"));
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = _resolvers.Select(resolver => resolver.ResolveUnmanagedDllToPath(unmanagedDllName)).FirstOrDefault(path => path is not null);
        return path is null ? nint.Zero : LoadUnmanagedDllFromPath(path);
    }
}
