using System.Diagnostics;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>A bridge with a network namespace for each worker, so that any of them can be cut off from Kafka, which is at <see cref="Host"/>, and from each other. Only root may do that.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private readonly string _name;
    private readonly string _prefix;

    private TestNetwork(string name, string prefix, int seats)
    {
        (_name, _prefix) = (name, prefix);
        Seats = [.. Enumerable.Range(1, seats).Select(seat => new NetworkSeat($"{name}-{seat}", $"{prefix}.1{seat}"))];
    }

    /// <summary>This process' own address in it.</summary>
    public string Host => $"{_prefix}.1";

    public IReadOnlyList<NetworkSeat> Seats { get; }

    /// <summary>A network with so many seats; null where the system does not permit it.</summary>
    public static async Task<TestNetwork?> TryCreateAsync(int seats)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        // One of this run's own: others may run beside it.
        var number = Environment.ProcessId;
        var network = new TestNetwork($"oc{number}", $"10.{20 + (number / 250 % 200)}.{number % 250}", seats);
        try
        {
            await network.SetUpAsync();
            return network;
        }
        catch (InvalidOperationException)
        {
            await network.DisposeAsync();
            return null;
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"'{command[0]}' did not start.");
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {process.ExitCode}: {error}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in (string[][])[.. Seats.Select(seat => (string[])["ip", "netns", "del", seat.Namespace]), ["ip", "link", "del", _name]])
        {
            await RunAsync(command).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SetUpAsync()
    {
        await RunAsync("ip", "link", "add", _name, "type", "bridge");
        await RunAsync("ip", "addr", "add", $"{Host}/24", "dev", _name);
        await RunAsync("ip", "link", "set", _name, "up");
        foreach (var (seat, index) in Seats.Select((seat, index) => (seat, index)))
        {
            await RunAsync("ip", "netns", "add", seat.Namespace);
            await RunAsync("ip", "link", "add", $"{_name}-v{index}", "type", "veth", "peer", "name", "eth0", "netns", seat.Namespace);
            await RunAsync("ip", "link", "set", $"{_name}-v{index}", "master", _name, "up");
            await RunAsync([.. seat.Command, "ip", "addr", "add", $"{seat.Address}/24", "dev", "eth0"]);
            await RunAsync([.. seat.Command, "ip", "link", "set", "eth0", "up"]);
            await RunAsync([.. seat.Command, "ip", "link", "set", "lo", "up"]);
        }
    }
}
