using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.EndToEnd.Soak;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>
/// Three workers under steady load, and faults: at the end nothing is lost, everything runs, no task ever had two owners, and nothing was moved without a reason. The seed of the
/// faults is printed, and taken from SOAK_SEED.
/// </summary>
[Collection(KafkaCollection.Name)]
public sealed class SoakTests(RealKafka kafka)
{
    private static readonly TimeSpan FaultInterval = TimeSpan.FromSeconds(10);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_no_task_has_two_owners_after_every_kind_of_fault()
    {
        var random = NewRandom();
        await using var rig = new SoakRig(kafka, null);
        await rig.StartAsync();

        var faults = rig.Faults;
        random.Shuffle(faults);
        foreach (var fault in faults)
        {
            await rig.DisturbAsync(fault, random);
        }

        await rig.AssertAllIsWellAsync();
    }

    /// <summary>Run by hand for SOAK_MINUTES: <c>eng/soak.sh 10</c>. For root on Linux networks are cut too.</summary>
    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_and_no_task_has_two_owners_after_any_number_of_faults()
    {
        var random = NewRandom();
        await using var network = await TestNetwork.TryCreateAsync(SoakRig.WorkersMax);
        await using var own = network is null ? null : await StartKafkaAsync(network.Host);
        await using var rig = new SoakRig(own ?? kafka, network);
        await rig.StartAsync();

        using var timer = new PeriodicTimer(FaultInterval);
        for (var until = Now.AddMinutes(ByHand.Setting("SOAK_MINUTES", 1)); Now < until && await timer.WaitForNextTickAsync(Cancel);)
        {
            await rig.DisturbAsync(rig.Faults[random.Next(rig.Faults.Length)], random);
        }

        await rig.AssertAllIsWellAsync();
    }

    private static async Task<RealKafka> StartKafkaAsync(string address)
    {
        var kafka = new RealKafka { Address = address };
        await kafka.InitializeAsync();
        return kafka;
    }

    private static Random NewRandom()
    {
        var seed = ByHand.Setting("SOAK_SEED", Environment.TickCount);
        ByHand.Tell($"SOAK_SEED={seed}");
        return new(seed);
    }
}
