using System.Globalization;
using CsCheck;

namespace OrleansConnect.Tests.Conformance.Java;

/// <summary>Cases drawn by a plain method: the same ones in every run, so that no build fails by chance. <c>ORACLE_SEED=N</c> draws others, <c>ORACLE_TIMES=N</c> as many times more, and <c>ORACLE_FAILURES=N</c> goes on to the Nth failure.</summary>
public sealed class Drawn<T>(Func<Draw, T> make)
{
    private static readonly ulong Seed = ulong.Parse(Environment.GetEnvironmentVariable("ORACLE_SEED") ?? "1", CultureInfo.InvariantCulture);

    private static readonly int Times = int.Parse(Environment.GetEnvironmentVariable("ORACLE_TIMES") ?? "1", CultureInfo.InvariantCulture);

    private static readonly int FailuresMax = int.Parse(Environment.GetEnvironmentVariable("ORACLE_FAILURES") ?? "1", CultureInfo.InvariantCulture);

    public void Check(Action<T> assert, int casesAtLeast)
    {
        var cases = casesAtLeast * Times;
        Console.WriteLine($"{TestContext.Current.Test?.TestDisplayName}: {cases} cases of ORACLE_SEED={Seed}.");
        List<Exception> failures = [];
        for (var number = 0; number < cases && failures.Count < FailuresMax; number++)
        {
            try
            {
                assert(make(new Draw(new PCG((uint)number, Seed))));
            }
            catch (Exception cause) when (cause is not Xunit.Sdk.SkipException)
            {
                failures.Add(new InvalidOperationException($"Case {number} of ORACLE_SEED={Seed} failed: {cause.Message}", cause));
            }
        }

        switch (failures)
        {
            case []:
                break;
            case [var only]:
                throw only;
            default:
                throw new AggregateException(failures);
        }
    }
}
