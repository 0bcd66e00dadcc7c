namespace OrleansConnect.Client;

/// <summary>A call failed; the message is a full sentence for people.</summary>
public sealed class ConnectClientException : Exception
{
    /// <summary>A failure of that kind.</summary>
    /// <param name="kind">Why the call failed.</param>
    /// <param name="message">What happened, for people.</param>
    /// <param name="cause">What is behind it, if known.</param>
    public ConnectClientException(ConnectErrorKind kind, string message, Exception? cause = null)
        : base(message, cause) => Kind = kind;

    /// <summary>Why the call failed.</summary>
    public ConnectErrorKind Kind { get; }
}
