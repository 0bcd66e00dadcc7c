namespace OrleansConnect.Grains;

/// <summary>Why a request was refused.</summary>
public enum RequestErrorKind
{
    /// <summary>The worker failed; the message says how.</summary>
    Internal,

    /// <summary>The request makes no sense as it is.</summary>
    Invalid,

    /// <summary>What it is about is not there.</summary>
    NotFound,

    /// <summary>It is there already, or something else is in the way.</summary>
    Conflict,

    /// <summary>Nothing came back in time.</summary>
    TimedOut,

    /// <summary>The worker, or Kafka behind it, cannot do it now; the same request may succeed later.</summary>
    Unavailable,

    /// <summary>The request is larger than is allowed.</summary>
    TooLarge,

    /// <summary>A setting of the worker rules it out.</summary>
    Forbidden,

    /// <summary>A variable in a configuration cannot be resolved.</summary>
    Unresolved,
}
