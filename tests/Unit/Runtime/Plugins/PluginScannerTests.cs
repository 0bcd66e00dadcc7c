using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using OrleansConnect.Converters;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Unit.Runtime.Plugins;

/// <summary>What is loaded from folders on <c>plugin.path</c>; the plugins are copies of the worker's own.</summary>
public sealed class PluginScannerTests : ILogger<PluginScanner>, IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("oc-plugins-").FullName;
    private readonly List<(LogLevel Level, string Line)> _log = [];
    private readonly PluginScanner _scanner;

    public PluginScannerTests() => _scanner = new(this);

    private IEnumerable<string> Warnings => _log.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.Line);

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
        Assert.Contains(Warnings, line => line.StartsWith($"'{Path.Combine(_path, "good", "text.dll")}' is no assembly, or a damaged one", StringComparison.Ordinal));
        Assert.Contains(Warnings, line => line.StartsWith($"No plugin was found in '{Path.Combine(_path, "cut")}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Native_libraries_beside_a_plugin_are_passed_over_without_a_word()
    {
        CopyTo("one", typeof(StringConverter));
        File.WriteAllText(Path.Combine(_path, "one", "libnative.so"), "no assembly");
        File.WriteAllBytes(Path.Combine(_path, "one", "native.dll"), WithoutMetadata(typeof(StringConverter).Assembly.Location));

        var found = _scanner.Scan([_path]);

        Assert.NotEmpty(found);
        Assert.All(_log, entry => Assert.Equal(LogLevel.Information, entry.Level));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Add((logLevel, formatter(state, exception)));

    public void Dispose() => Directory.Delete(_path, recursive: true);

    // What tells an assembly from any other program is the entry of its header that leads to the metadata.
    private static byte[] WithoutMetadata(string assembly)
    {
        var content = File.ReadAllBytes(assembly);
        using var image = new PEReader(new MemoryStream(content));
        var headers = image.PEHeaders;
        var entries = headers.PEHeaderStartOffset + (headers.PEHeader?.Magic == PEMagic.PE32Plus ? 112 : 96);
        content.AsSpan(entries + (14 * 8), 8).Clear();
        return content;
    }

    private void CopyTo(string folder, params Type[] plugins)
    {
        var target = Directory.CreateDirectory(Path.Combine(_path, folder)).FullName;
        foreach (var assembly in plugins.Select(plugin => plugin.Assembly.Location))
        {
            File.Copy(assembly, Path.Combine(target, Path.GetFileName(assembly)));
        }
    }
}
