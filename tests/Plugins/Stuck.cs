namespace OrleansConnect.Tests.Plugins;

/// <summary>Never returns from where it is told to.</summary>
internal static class Stuck
{
    public static void If(IReadOnlyDictionary<string, string> settings, string call)
    {
        if (settings.GetValueOrDefault("stuck.in") == call)
        {
            using var never = new ManualResetEventSlim();
            never.Wait(CancellationToken.None);
        }
    }
}
