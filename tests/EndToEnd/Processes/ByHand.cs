using System.Globalization;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>What tests that people run by hand are told and tell.</summary>
internal static class ByHand
{
    /// <summary>A number from the environment.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="fallback">What to take where it is not set.</param>
    public static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : fallback;

    /// <summary>Tells something while the test runs.</summary>
    public static void Tell(FormattableString what) => TestContext.Current.SendDiagnosticMessage(what.ToString(CultureInfo.InvariantCulture));

    /// <summary>Tells something, with the time before it.</summary>
    public static void TellNow(FormattableString what) => Tell($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what.ToString(CultureInfo.InvariantCulture)}");
}
