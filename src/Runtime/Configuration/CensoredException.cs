namespace OrleansConnect.Runtime.Configuration;

/// <summary>Stands for an error that holds secrets, in logs and traces: the same text without them.</summary>
internal sealed class CensoredException(string message, string text, Exception original) : Exception(message)
{
    /// <summary>The error itself, for decisions; never to be shown.</summary>
    public Exception Original => original;

    public override string ToString() => text;
}
