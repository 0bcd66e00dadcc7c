using System.Globalization;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>A call into a plugin that has not returned.</summary>
/// <param name="Method">The method, or what else was called: <c>The constructor</c>.</param>
/// <param name="ClassName">The full name of the plugin's class.</param>
/// <param name="Since">When it was made.</param>
public sealed record OpenCall(string Method, string ClassName, DateTimeOffset Since)
{
    /// <summary>What a constructor is called here.</summary>
    public const string Constructor = "The constructor";

    /// <summary>The fact in a sentence.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Method} of class '{ClassName}' has not returned since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");

    /// <summary>What to tell of one that was given up when its plugin was to stop.</summary>
    /// <param name="owner">Whose call it is, as the beginning of a sentence.</param>
    /// <param name="workerId">Where it goes on.</param>
    public string LeftBehindText(string owner, string workerId) =>
        $"{owner} was to stop and did not: {Text} It was abandoned and commits nothing any more, but its code goes on alone on worker {workerId}, with whatever it holds open there. "
        + "If that is in the way, restart that worker; mend the plugin, which has to end its calls when their token is cancelled.";
}
