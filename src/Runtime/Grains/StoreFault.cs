using Orleans.Storage;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Says what became of a change that could not be stored.</summary>
internal static class StoreFault
{
    /// <summary>Whether somebody else has written: what is in memory is out of date.</summary>
    public static bool IsStale(Exception cause) => cause is InconsistentStateException || cause.InnerException is InconsistentStateException;

    /// <summary>Whether the change may be stored all the same.</summary>
    public static bool IsOutcomeUnknown(Exception cause) => cause.GetBaseException() is WriteOutcomeUnknownException;

    /// <summary>The refusal to tell of it.</summary>
    public static ConnectRequestException Of(Exception cause) => cause switch
    {
        ConnectRequestException told => told,
        _ when IsStale(cause) => new(
            RequestErrorKind.Conflict,
            "Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)",
            cause),
        _ when IsOutcomeUnknown(cause) => new(
            RequestErrorKind.Unavailable,
            $"The change could not be stored in time, and may still take effect: {cause.GetBaseException().Message} Look again when Kafka can be reached.",
            cause),
        _ when cause.GetBaseException() is EntryTooLargeException tooLarge => new(
            RequestErrorKind.TooLarge, $"The change could not be stored, nothing was changed: {tooLarge.Message}", cause),
        _ when cause.GetBaseException() is EntryNotWrittenException notWritten => new(
            RequestErrorKind.Unavailable, $"The change could not be stored, nothing was changed: {notWritten.Message}", cause),
        _ => new(RequestErrorKind.Unavailable, $"The change could not be stored, nothing was changed: {cause.GetBaseException().Message} Try again.", cause),
    };
}
