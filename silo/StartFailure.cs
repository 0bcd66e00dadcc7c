using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Silo;

/// <summary>Tells failures that a user can mend, whose message says all, from those that need a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>What the user is to read, however deep the host has wrapped it, or null.</summary>
    public static Exception? Find(Exception error) => error switch
    {
        ConnectException or KafkaUnavailableException or TopicUnusableException or OptionsValidationException => error,
        IOException { InnerException: AddressInUseException } => error,
        AggregateException aggregate => aggregate.InnerExceptions.Select(Find).FirstOrDefault(found => found is not null),
        { InnerException: { } inner } => Find(inner),
        _ => null,
    };

    /// <summary>Whether all that went wrong is that somebody cancelled.</summary>
    public static bool IsCancellation(Exception error) => error is OperationCanceledException
        || (error is AggregateException aggregate && aggregate.InnerExceptions.All(IsCancellation));
}
