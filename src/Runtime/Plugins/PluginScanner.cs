using System.Reflection;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// Finds the plugins on <c>plugin.path</c>. Each entry is a folder whose subfolders are plugins, or itself one: a folder with an assembly that references
/// OrleansConnect.Abstractions. What cannot be read is logged and left out.
/// </summary>
public sealed partial class PluginScanner(ILogger<PluginScanner> logger)
{
    private const string Shared = "OrleansConnect.Abstractions";

    /// <summary>The plugins of all entries.</summary>
    public IReadOnlyList<PluginDescriptor> Scan(IEnumerable<string> pluginPath)
    {
        var found = new List<PluginDescriptor>();
        foreach (var entry in pluginPath)
        {
            if (!Directory.Exists(entry))
            {
                LogNoFolder(null, entry);
                continue;
            }

            foreach (var folder in AssembliesIn(entry).Length > 0 ? [entry] : FoldersIn(entry))
            {
                found.AddRange(ScanFolder(folder));
            }
        }

        return found;
    }

    private string[] AssembliesIn(string folder) => ListOf(folder, () => Directory.GetFiles(Path.GetFullPath(folder), "*.dll"));

    private string[] FoldersIn(string entry) => ListOf(entry, () => Directory.GetDirectories(entry));

    private string[] ListOf(string folder, Func<string[]> list)
    {
        try
        {
            return list();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNoFolder(error, folder);
            return [];
        }
    }

    private List<PluginDescriptor> ScanFolder(string folder)
    {
        var found = new List<PluginDescriptor>();
        var context = new PluginLoadContext(folder);
        string[] assemblies = [.. AssembliesIn(folder).Order(StringComparer.Ordinal).Where(IsPlugin)];
        foreach (var path in assemblies)
        {
            context.AddDependenciesOf(path);
        }

        foreach (var path in assemblies)
        {
            try
            {
                found.AddRange(PluginTypes.In(context.LoadFromAssemblyPath(path), folder, LogNoVersion));
            }
            catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException or ReflectionTypeLoadException or TypeLoadException)
            {
                LogNotLoaded(error, path);
            }
        }

        if (found.Count > 0)
        {
            LogFound(found.Count, folder);
        }
        else
        {
            LogNothingFound(folder);
        }

        return found;
    }

    private bool IsPlugin(string path) => Path.GetFileNameWithoutExtension(path) != Shared && ReferencesShared(path);

    // Read from the metadata, so that no dependency is loaded only to be looked at.
    private bool ReferencesShared(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var image = new System.Reflection.PortableExecutable.PEReader(stream);
            if (!image.HasMetadata)
            {
                return false;
            }

            var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
            return metadata.AssemblyReferences.Any(handle => metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, Shared));
        }
        catch (BadImageFormatException error)
        {
            LogNoAssembly(path, error.Message);
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotLoaded(error, path);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The folder '{Folder}' on 'plugin.path' does not exist or cannot be read; no plugin is loaded from it.")]
    private partial void LogNoFolder(Exception? error, string folder);

    [LoggerMessage(LogLevel.Error, "The plugin assembly '{Path}' could not be loaded; the plugins in it are missing.")]
    private partial void LogNotLoaded(Exception error, string path);

    [LoggerMessage(LogLevel.Warning, "'{Path}' is no assembly, or a damaged one, and is passed over; plugins in it are missing. {Reason}")]
    private partial void LogNoAssembly(string path, string reason);

    private void LogNoVersion(Type type, Exception error) => LogNoVersion(error, type.FullName ?? type.Name);

    [LoggerMessage(LogLevel.Warning, "The plugin class '{Plugin}' does not say its version; it has that of its assembly.")]
    private partial void LogNoVersion(Exception error, string plugin);

    [LoggerMessage(LogLevel.Warning, "No plugin was found in '{Folder}' on 'plugin.path'. One is in a .dll that references OrleansConnect.Abstractions, in this folder itself.")]
    private partial void LogNothingFound(string folder);

    [LoggerMessage(LogLevel.Information, "Found {Count} plugins in '{Folder}'.")]
    private partial void LogFound(int count, string folder);
}
