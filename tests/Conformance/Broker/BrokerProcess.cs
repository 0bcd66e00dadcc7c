using System.Diagnostics;
using System.Globalization;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>The embedded broker in a process of its own, to be killed and started again on the same folder and port.</summary>
internal sealed class BrokerProcess(string directory, int port) : IDisposable
{
    private Process? _process;

    public string BootstrapServers { get; } = $"127.0.0.1:{port}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The artifacts of all projects lie side by side, in folders of the same configuration.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var host = Path.Combine(here.Parent?.Parent?.FullName ?? "", "OrleansConnect.Tests.BrokerHost", here.Name, "OrleansConnect.Tests.BrokerHost.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", host, directory, port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException("The broker's process did not start.");
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        Assert.Equal(BootstrapServers, line);
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

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
    }
}
