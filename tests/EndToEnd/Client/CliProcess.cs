using System.Diagnostics;
using System.Text.Json;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd.Client;

/// <summary>A command as a user types it, with what it wrote.</summary>
internal sealed record CliProcess(int ExitCode, string Output, string Error)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<CliProcess> RunAsync(string server, string workingFolder, params string[] arguments)
    {
        using var process = Start(server, workingFolder, arguments);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(120), Cancel);
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(string server, string workingFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[BuildOutput.Cli, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ORLEANS_CONNECT_SERVER"] = server;
        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }
}
