namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>Where the build put things.</summary>
internal static class BuildOutput
{
    // artifacts/bin/<this project>/<configuration>/
    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Root { get; } = Own.Parent?.Parent?.Parent?.Parent?.FullName ?? throw new InvalidOperationException("The tests are not where builds put them.");

    public static string Of(string project) => Path.Combine(Root, "artifacts", "bin", project, Own.Name);

    public static string Silo => Path.Combine(Of("OrleansConnect.Silo"), "OrleansConnect.Silo.dll");

    public static string Cli => Path.Combine(Of("OrleansConnect.Cli"), "orleans-connect.dll");
}
