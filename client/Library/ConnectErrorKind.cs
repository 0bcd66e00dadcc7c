namespace OrleansConnect.Client;

/// <summary>Why a call failed.</summary>
public enum ConnectErrorKind
{
    /// <summary>The worker failed, or answered something that makes no sense.</summary>
    Failed,

    /// <summary>The request makes no sense as it is, for example a configuration that is not valid.</summary>
    Invalid,

    /// <summary>What the request is about is not there.</summary>
    NotFound,

    /// <summary>There is a connector of this name already.</summary>
    AlreadyExists,

    /// <summary>Something else is in the way; the same request may succeed later.</summary>
    Conflict,

    /// <summary>Nothing came back in time. Whether the request took effect is not known.</summary>
    TimedOut,

    /// <summary>The worker cannot do it now, because it or Kafka behind it is starting or down.</summary>
    Unavailable,

    /// <summary>No worker answers at the address, or the connection was lost.</summary>
    Unreachable,

    /// <summary>A setting of the worker rules it out.</summary>
    Forbidden,
}
