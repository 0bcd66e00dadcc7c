using System.Diagnostics;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>The tests' own connectors for Kafka Connect.</summary>
internal static class JavaPlugins
{
    /// <summary>Compiles them into a folder, for its class path; skips the test where there is no compiler.</summary>
    public static async Task<string> CompileAsync(string folder)
    {
        Assert.SkipUnless(IsOnPath("javac"), "javac is not on the path: the tests' Java connectors cannot be compiled.");
        var libraries = Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "", "libs", "*");
        string[] arguments = ["-d", folder, "-cp", libraries, .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Java"), "*.java")];
        using var compiler = Process.Start(new ProcessStartInfo("javac", arguments) { RedirectStandardError = true }) ?? throw new InvalidOperationException("javac did not start.");
        try
        {
            var output = await compiler.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(compiler.ExitCode == 0, output);
            return folder;
        }
        finally
        {
            compiler.Kill();
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
