using CsCheck;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Unit.Kafka.Log;

/// <summary>
/// Random histories of several writers whose views lag, whose appends are late, lost and out of order, which crash between an entry and
/// its tombstone, over a log that is compacted at any moment, through days of deletions and forgetting. Every key is linearizable: what is
/// accepted takes place when it is appended and built on what was there, its writer is told so, and a read sees the log at a moment
/// between its beginning and its end. Keys are independent of each other, whatever partitions they lie in.
/// </summary>
public sealed class VersionedViewHistoryTests
{
    private const int Writers = 3;
    private static readonly ForgettingRule Rule = new(DeletionRetention: TimeSpan.FromSeconds(100), WriteTimeout: TimeSpan.FromSeconds(10));
    private static readonly Gen<Step> Steps = Gen.Select(Gen.Int[0, 99], Gen.Int[0, Writers - 1], Gen.Int[0, 1000], Gen.Bool, (dice, writer, number, flag) => new Step(dice, writer, number, flag));

    [Fact]
    public void Every_key_is_linearizable_and_a_reader_that_begins_anew_agrees() =>
        Steps.Array[1, 120].Sample(Run, iter: 20_000);

    [Fact]
    public void So_it_is_over_long_histories() =>
        Steps.Array[500, 1000].Sample(Run, iter: 300);

    private static void Run(Step[] history)
    {
        var time = new FakeTimeProvider();
        var log = new ModelLog(Rule, time);
        var writers = Enumerable.Range(0, Writers).Select(_ => new ModelWriter(log, Rule, time)).ToArray();
        foreach (var step in history)
        {
            Do(step, log, writers[step.Writer], time);
            log.CheckFreshReader();
        }
    }

    private static void Do(Step step, ModelLog log, ModelWriter writer, FakeTimeProvider time)
    {
        switch (step.Dice)
        {
            case < 30:
                writer.Propose(step.Number % 2 == 0 ? "a" : "b", isDeletion: step.Number % 5 == 0);
                break;
            case < 60:
                writer.Deliver(step.Number, isLost: step.Number % 10 == 0);
                break;
            case < 76:
                writer.Read(1 + (step.Number % 6), tidies: step.Flag);
                break;
            case < 80:
                writer.BeginRead();
                break;
            case < 86:
                log.Compact(step.Number % (log.Records.Count + 1));
                break;
            case < 90:
                writer.Sweep();
                break;
            case < 93:
                writer.Crash();
                break;
            default:
                time.Advance(TimeSpan.FromSeconds(step.Flag ? 1 : step.Number % 30));
                break;
        }
    }

    private sealed record Step(int Dice, int Writer, int Number, bool Flag);
}
