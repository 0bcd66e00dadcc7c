namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>A network namespace for one worker at a time.</summary>
/// <param name="Namespace">Its name.</param>
/// <param name="Address">The IP address of whoever sits there.</param>
internal sealed record NetworkSeat(string Namespace, string Address)
{
    // A neighbour entry that leads nowhere: packets vanish without a word, as they do in a broken network.
    private const string Nowhere = "02:00:00:00:00:01";

    /// <summary>What to begin a command with, so that it runs here.</summary>
    public string[] Command => ["ip", "netns", "exec", Namespace];

    /// <summary>From now on no packet reaches that address from here.</summary>
    public Task CutOffAsync(string address) =>
        TestNetwork.RunAsync([.. Command, "ip", "neigh", "replace", address, "lladdr", Nowhere, "dev", "eth0", "nud", "permanent"]);

    public Task JoinUpAsync(string address) => TestNetwork.RunAsync([.. Command, "ip", "neigh", "del", address, "dev", "eth0"]);
}
