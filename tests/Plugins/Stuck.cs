namespace OrleansConnect.Tests.Plugins;

/// <summary>Never returns from where it is told to.</summary>
internal static class Stuck
{
    public static void If(IReadOnlyDictionary<string, string> settings, string call)
    {
        if (settings.GetValueOrDefault("stuck.in") == call)
        {
            if (settings.GetValueOrDefault("stuck.notice") is { Length: > 0 } notice)
            {
                File.WriteAllText(notice, "");
            }

            using var never = new ManualResetEventSlim();
            never.Wait(CancellationToken.None);
        }
    }
}
