using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is said about changes of offsets, in Kafka Connect's words where it has some.</summary>
internal static class OffsetsTexts
{
    public static string Done(OffsetsAction action, bool isWhole)
    {
        var verb = VerbOf(action);
        return isWhole
            ? $"The offsets for this connector have been {verb} successfully"
            : $"The Connect framework-managed offsets for this connector have been {verb} successfully. However, if this connector manages offsets externally, they will need to "
            + $"be manually {verb} in the system that the connector uses.";
    }

    public static string HalfDone(string connector, OffsetsAction action, string reason) =>
        $"The offsets that connector {connector} keeps beside its data have been {VerbOf(action)}, and it goes on from those. The ones of its consumer group, which only show where it stands, "
        + $"have not: {reason} Send the request again: that is safe.";

    public static string NotKept(string connector, string reason) =>
        $"The offsets of connector {connector} have been restored. The ones that were there before could not be kept, so that this cannot be undone: {reason}";

    public static string NoneGiven => "Partitions / offsets need to be provided for an alter offsets request";

    public static string NotStopped(string connector) =>
        "Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified connector by issuing a 'PUT' request to the "
        + $"'/connectors/{connector}/stop' endpoint";

    public static string NothingToUndo(string connector) => $"There is no change of the offsets of connector {connector} to undo.";

    private static string VerbOf(OffsetsAction action) => action switch
    {
        OffsetsAction.Alter => "altered",
        OffsetsAction.Reset => "reset",
        _ => "restored",
    };
}
