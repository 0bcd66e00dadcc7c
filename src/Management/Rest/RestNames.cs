using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest;

/// <summary>Kafka Connect's words for states and kinds.</summary>
internal static class RestNames
{
    /// <summary>The version of a plugin that has none.</summary>
    public const string Undefined = "undefined";

    public static string Of(ConnectorKind kind) => kind switch
    {
        ConnectorKind.Source => "source",
        ConnectorKind.Sink => "sink",
        _ => "unknown",
    };

    public static string Of(InstanceState state) => state switch
    {
        InstanceState.Unassigned => "UNASSIGNED",
        InstanceState.Running => "RUNNING",
        InstanceState.Paused => "PAUSED",
        InstanceState.Failed => "FAILED",
        InstanceState.Restarting => "RESTARTING",
        InstanceState.Stopped => "STOPPED",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };
}
