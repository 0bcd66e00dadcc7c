using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>The command <c>broker</c>, as a user runs it: a process to be killed and started again on the same folder and port.</summary>
internal sealed class BrokerProcess(string directory, int port) : IDisposable
{
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    public string BootstrapServers { get; } = $"127.0.0.1:{port}";

    /// <summary>Size of a disk that only the process sees, in place of its folder; 0 for none.</summary>
    public int DiskBytes { get; init; }

    public string Log => string.Join('\n', _log);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = Process.Start(Command()) ?? throw new InvalidOperationException("The broker's process did not start.");
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        Assert.True(line?.Contains(BootstrapServers, StringComparison.Ordinal) == true, $"The broker did not start: {line}\n{Log}");
    }

    /// <summary>SIGKILL: nothing of the process runs any more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>SIGTERM; afterwards the log is whole.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is { } process)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync(cancellationToken);
            process.Dispose();
            _process = null;
        }
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
    }

    private ProcessStartInfo Command()
    {
        // The artifacts of all projects lie side by side, in folders of the same configuration.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var silo = Path.Combine(here.Parent?.Parent?.FullName ?? "", "OrleansConnect.Silo", here.Name, "OrleansConnect.Silo.dll");
        string[] broker = [silo, "broker", "--data-dir", directory, "--port", port.ToString(CultureInfo.InvariantCulture)];
        var start = DiskBytes == 0
            ? new ProcessStartInfo("dotnet", broker)
            : new ProcessStartInfo("unshare", ["-rm", "sh", "-c", $"mount -t tmpfs -o size={DiskBytes} tmpfs \"$0\" && exec dotnet \"$@\"", directory, .. broker]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        return start;
    }
}
