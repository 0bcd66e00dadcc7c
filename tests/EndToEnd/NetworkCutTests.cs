using System.Diagnostics;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>
/// Workers that are cut off from Kafka or from each other: <c>eng/network-cuts.sh</c> gives each a network namespace of its own and loses their packets. Only root may do that.
/// </summary>
public sealed class NetworkCutTests
{
    // What the script ends with where the system does not permit it.
    private const int NotPermitted = 77;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Run by hand, for it needs a minute and a half and root: <c>eng/network-cuts.sh</c>, or this test with <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public async Task A_worker_that_is_cut_off_from_Kafka_or_from_its_peers_ends_and_its_tasks_have_one_owner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Network namespaces are for root on Linux.");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("KAFKA_HOME") is null, "KAFKA_HOME does not name a Kafka distribution with bin/dev-cluster.sh.");
        using var script = Process.Start(new ProcessStartInfo(
            "bash", [Path.Combine(BuildOutput.Root, "eng", "network-cuts.sh"), BuildOutput.Of("OrleansConnect.Silo"), BuildOutput.Of("OrleansConnect.Tests.Plugins")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        Assert.NotNull(script);

        var (output, errors) = (script.StandardOutput.ReadToEndAsync(Cancel), script.StandardError.ReadToEndAsync(Cancel));
        await script.WaitForExitAsync(Cancel);

        Assert.SkipWhen(script.ExitCode == NotPermitted, "Network namespaces are not permitted here.");
        Assert.True(script.ExitCode == 0, $"{await output}\n{await errors}");
        Assert.Contains("no task had two owners at a time", await output, StringComparison.Ordinal);
    }
}
