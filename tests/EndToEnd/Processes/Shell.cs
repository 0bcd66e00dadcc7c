using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>A command as somebody pastes it into a terminal, run by a shell.</summary>
internal sealed class Shell : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _command;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();

    private Shell(string command, Process process)
    {
        (_command, _process) = (command, process);
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) => Keep(_output, line);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The lines that it has written so far.</summary>
    public string Output => string.Concat(_output);

    /// <summary>For whoever looks at a failed test.</summary>
    public string Details => $"$ {_command}\n{Output}{string.Concat(_error)}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Shell Start(string workingFolder, string command, IReadOnlyDictionary<string, string> environment)
    {
        // A shell that is given a single command becomes that command: signals reach it.
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(command, Process.Start(start) ?? throw new InvalidOperationException("No shell was started."));
    }

    /// <summary>Waits until it has written that.</summary>
    public Task ShowsAsync(string text) => Eventually.IsTrueAsync(
        () =>
        {
            // What had ended before the look has written all there is.
            var hasExited = _process.HasExited;
            var isShown = Output.Contains(text, StringComparison.Ordinal);
            Assert.True(isShown || !hasExited, $"It ended without showing '{text}':\n{Details}");
            return isShown;
        },
        $"'{text}' is shown",
        details: () => Details);

    /// <summary>Waits until it ends by itself, without an error; what it has written.</summary>
    public async Task<string> DoneAsync()
    {
        await _process.WaitForExitAsync(Cancel).WaitAsync(Limit, Cancel);
        Assert.True(_process.ExitCode == 0, $"It ended with {_process.ExitCode}:\n{Details}");
        return Output;
    }

    /// <summary>Ends it as Ctrl-C does, and waits for that; it has to end without an error.</summary>
    public async Task InterruptAsync()
    {
        Assert.False(_process.HasExited, $"It ended by itself:\n{Details}");
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await DoneAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lines.Enqueue(text + "\n");
        }
    }
}
