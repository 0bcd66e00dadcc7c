using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Plugins;

/// <summary>Plugin folders whose plugins bring different versions of one dependency, none of them the worker's own. All of the assemblies are made here and lie on disk as built ones do.</summary>
public sealed class OwnDependencyTests : IDisposable
{
    private const string Dependency = "OrleansConnect.Tests.Greetings";

    private readonly string _path = Directory.CreateTempSubdirectory("oc-versions-").FullName;

    [Fact]
    public void Each_plugin_has_the_version_that_lies_beside_it_whatever_the_worker_and_the_others_have()
    {
        var own = AssemblyLoadContext.Default.LoadFromAssemblyPath(MakeDependency("worker", new(3, 0, 0, 0)));
        MakePlugin("one", new(1, 0, 0, 0));
        MakePlugin("two", new(2, 0, 0, 0));

        var plugins = new PluginScanner(NullLogger<PluginScanner>.Instance).Scan([Path.Combine(_path, "one"), Path.Combine(_path, "two")]);

        var greetings = plugins.Select(plugin => Activator.CreateInstance(plugin.Type)).ToList();
        Assert.Equal(["Hello from 1.0.0.0", "Hello from 2.0.0.0"], greetings.Select(plugin => $"{plugin}").Order(StringComparer.Ordinal));
        Assert.Equal("Hello from 3.0.0.0", own.GetType("Greeting")?.GetMethod("Text")?.Invoke(null, null));
        Assert.All(greetings, plugin => Assert.IsType<IPredicate>(plugin, exactMatch: false));
        Assert.Equal(
            [("one", "1.0.0.0"), ("two", "2.0.0.0")],
            plugins.Select(plugin => (Path.GetFileName(plugin.Location), VersionIn(AssemblyLoadContext.GetLoadContext(plugin.Type.Assembly)!))).Order());
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static string? VersionIn(AssemblyLoadContext context) => context.Assemblies.Single(assembly => assembly.GetName().Name == Dependency).GetName().Version?.ToString();

    // A class Greeting whose Text says the version.
    private string MakeDependency(string folder, Version version)
    {
        var assembly = new PersistedAssemblyBuilder(new(Dependency) { Version = version }, typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(Dependency).DefineType("Greeting", TypeAttributes.Public);
        var text = type.DefineMethod("Text", MethodAttributes.Public | MethodAttributes.Static, typeof(string), []).GetILGenerator();
        text.Emit(OpCodes.Ldstr, $"Hello from {version}");
        text.Emit(OpCodes.Ret);
        type.CreateType();
        return Save(assembly, folder, Dependency);
    }

    // A predicate whose ToString is what the dependency says that it was built with.
    private void MakePlugin(string folder, Version version)
    {
        var dependency = new AssemblyLoadContext(folder).LoadFromAssemblyPath(MakeDependency(folder, version));
        var assembly = new PersistedAssemblyBuilder(new("Greeter"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Greeter").DefineType("Greeter", TypeAttributes.Public, typeof(object), [typeof(IPredicate)]);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        Implement(type, "ToString", typeof(string), [], il => il.Emit(OpCodes.Call, dependency.GetType("Greeting")!.GetMethod("Text")!));
        Implement(type, "get_Config", typeof(ConfigDef), [], il => il.Emit(OpCodes.Newobj, typeof(ConfigDef).GetConstructor([])!));
        Implement(type, nameof(IPredicate.Test), typeof(bool), [typeof(ConnectRecord)], il => il.Emit(OpCodes.Ldc_I4_1));
        Implement(type, nameof(IPredicate.Configure), typeof(void), [typeof(IReadOnlyDictionary<string, string>)], _ => { });
        Implement(type, nameof(IDisposable.Dispose), typeof(void), [], _ => { });
        type.CreateType();
        Save(assembly, folder, "Greeter");
    }

    private static void Implement(TypeBuilder type, string name, Type result, Type[] parameters, Action<ILGenerator> body)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, result, parameters).GetILGenerator();
        body(method);
        method.Emit(OpCodes.Ret);
    }

    private string Save(PersistedAssemblyBuilder assembly, string folder, string name)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_path, folder)).FullName, $"{name}.dll");
        assembly.Save(path);
        return path;
    }
}
