using System.Diagnostics;
using System.Globalization;
using System.Net;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Where a worker listens, as its sockets tell. Each has a network to itself, so that nobody else's are seen and its usual ports are free.</summary>
public sealed class ListenerTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("distributed")]
    [InlineData("standalone")]
    public async Task A_worker_listens_on_loopback_and_nowhere_else_unless_it_is_told_to(string mode)
    {
        await using var network = await TestNetwork.TryCreateAsync(1);
        Assert.SkipWhen(network is null, "Networks are for root to make.");
        await using var worker = await StartAsync(network.Seats[0], mode);

        var sockets = await ListeningAsync(network.Seats[0]);

        Assert.All(sockets, socket => Assert.True(IPAddress.IsLoopback(socket.Address), $"{socket}"));
        Assert.Contains(new(IPAddress.Loopback, 8083), sockets);
        Assert.Contains(new(IPAddress.Loopback, 8084), sockets);

        // REST, gRPC, the silo, its gateway, and the embedded Kafka.
        Assert.Equal(5, sockets.Count);
    }

    [Fact]
    public async Task A_worker_listens_on_the_addresses_that_it_is_given_and_on_no_others()
    {
        await using var network = await TestNetwork.TryCreateAsync(1);
        Assert.SkipWhen(network is null, "Networks are for root to make.");
        var seat = network.Seats[0];
        await using var worker = await StartAsync(
            seat, "distributed", $"--listeners=http://{seat.Address}:18083,http://127.0.0.2:18085", "--grpc.listeners=http://0.0.0.0:18084", "--orleans.advertised.ip=127.0.0.3",
            "--orleans.silo.port=18086", "--orleans.gateway.port=18087");

        var sockets = await ListeningAsync(seat);

        Assert.Equal(
            [$"{seat.Address}:18083", "*:18084", "127.0.0.2:18085", "127.0.0.3:18086", "127.0.0.3:18087"],
            sockets.Where(socket => socket.Port is >= 18083 and <= 18087).OrderBy(socket => socket.Port).Select(Text));
        Assert.All(sockets, socket => Assert.True(socket.Port is >= 18083 and <= 18087 || IPAddress.IsLoopback(socket.Address), $"{socket}"));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Worker> StartAsync(NetworkSeat seat, string mode, params string[] settings)
    {
        string[] file = mode == "standalone" ? [_folder.File("worker.properties")] : [];
        if (mode == "standalone")
        {
            await File.WriteAllTextAsync(file[0], $"offset.storage.file.filename={_folder.File("offsets")}\n", Cancel);
        }

        var worker = Worker.StartBareIn(seat, _folder.Path, [mode, .. file, "--group.id=listeners", $"--data-dir={_folder.File("data")}", .. settings]);
        await Eventually.IsTrueAsync(() => worker.Log.Contains(" is ready: ", StringComparison.Ordinal), "the worker is ready", details: () => worker.Log);
        return worker;
    }

    private static string Text(IPEndPoint socket) => socket.Address.Equals(IPAddress.Any) || socket.Address.Equals(IPAddress.IPv6Any) ? $"*:{socket.Port}" : $"{socket}";

    // The kernel's own list of a network's sockets: the address is in the second column, the state in the fourth, and 0A listens.
    private static async Task<IReadOnlyList<IPEndPoint>> ListeningAsync(NetworkSeat seat)
    {
        using var list = Process.Start(new ProcessStartInfo(seat.Command[0], [.. seat.Command[1..], "cat", "/proc/net/tcp", "/proc/net/tcp6"]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("No process was started.");
        var rows = (await list.StandardOutput.ReadToEndAsync(Cancel)).Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await list.WaitForExitAsync(Cancel);
        return [.. rows.Where(row => row.Length > 3 && row[3] == "0A").Select(row => EndpointOf(row[1]))];
    }

    // The kernel writes an address as numbers of four bytes each, in the order of the machine.
    private static IPEndPoint EndpointOf(string column)
    {
        var (address, port) = (Convert.FromHexString(column[..^5]), int.Parse(column[^4..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        for (var word = 0; BitConverter.IsLittleEndian && word < address.Length; word += sizeof(int))
        {
            address.AsSpan(word, sizeof(int)).Reverse();
        }

        var ip = new IPAddress(address);
        return new(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, port);
    }
}
