namespace OrleansConnect.Abstractions.Sources;

/// <summary>A source connector's answer to whether it can deliver exactly once with a given configuration.</summary>
public enum ExactlyOnceSupport
{
    /// <summary>The connector does not say, which <c>exactly.once.support=required</c> refuses.</summary>
    Unknown,

    /// <summary>It can.</summary>
    Supported,

    /// <summary>It cannot.</summary>
    Unsupported,
}
