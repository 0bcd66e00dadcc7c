using System.Runtime.Loader;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Converters;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Unit.Runtime.Plugins;

/// <summary>What is loaded from folders on <c>plugin.path</c>; the plugins are copies of the worker's own.</summary>
public sealed class PluginScannerTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("oc-plugins-").FullName;
    private readonly PluginScanner _scanner = new(NullLogger<PluginScanner>.Instance);

    [Fact]
    public void Each_folder_is_loaded_apart_with_all_its_assemblies_in_one_context()
    {
        CopyTo("one", typeof(Cast), typeof(StringConverter));
        CopyTo("two", typeof(Cast));

        var found = _scanner.Scan([_path]);

        var contexts = found.GroupBy(plugin => Path.GetFileName(plugin.Location), plugin => AssemblyLoadContext.GetLoadContext(plugin.Type.Assembly)!).ToList();
        Assert.Equal(["one", "two"], contexts.Select(folder => folder.Key).Order(StringComparer.Ordinal));
        Assert.All(contexts, folder => Assert.Single(folder.Distinct()));
        Assert.Equal(3, contexts.SelectMany(folder => folder).Append(AssemblyLoadContext.Default).Distinct().Count());
        Assert.Contains(found, plugin => plugin.Location.EndsWith("one", StringComparison.Ordinal) && plugin.Type.Name == nameof(StringConverter));
    }

    [Fact]
    public void What_cannot_be_loaded_does_not_keep_the_rest_out()
    {
        CopyTo("good", typeof(StringConverter));
        File.WriteAllText(Path.Combine(_path, "good", $"{typeof(StringConverter).Assembly.GetName().Name}.deps.json"), "no JSON");
        File.WriteAllText(Path.Combine(_path, "good", "text.dll"), "no assembly");
        File.CreateSymbolicLink(Path.Combine(_path, "good", "gone.dll"), Path.Combine(_path, "gone.dll"));
        Directory.CreateDirectory(Path.Combine(_path, "cut"));
        var whole = File.ReadAllBytes(typeof(Cast).Assembly.Location);
        File.WriteAllBytes(Path.Combine(_path, "cut", "Cut.dll"), whole.AsSpan(0, whole.Length - 1024));

        var found = _scanner.Scan([_path, Path.Combine(_path, "missing")]);

        Assert.Contains(found, plugin => plugin.Type.Name == nameof(StringConverter));
        Assert.DoesNotContain(found, plugin => plugin.Location.EndsWith("cut", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private void CopyTo(string folder, params Type[] plugins)
    {
        var target = Directory.CreateDirectory(Path.Combine(_path, folder)).FullName;
        foreach (var assembly in plugins.Select(plugin => plugin.Assembly.Location))
        {
            File.Copy(assembly, Path.Combine(target, Path.GetFileName(assembly)));
        }
    }
}
