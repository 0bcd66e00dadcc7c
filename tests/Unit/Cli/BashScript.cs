using System.Diagnostics;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>A script for bash, in which <c>orleans-connect</c> is the program that was built.</summary>
internal static class BashScript
{
    // Nobody listens there.
    private const string Server = "http://127.0.0.1:1";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "orleans-connect.dll");

    public static Process Start(string script, string? server = null, string? folder = null)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"orleans-connect() {{ dotnet '{Program}' \"$@\"; }}\n{script}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["ORLEANS_CONNECT_SERVER"] = server ?? Server;
        var process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        process.StandardInput.Close();
        return process;
    }
}
