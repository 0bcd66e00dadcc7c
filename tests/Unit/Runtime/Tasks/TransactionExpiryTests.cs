using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class TransactionExpiryTests
{
    private static readonly KafkaClientException Cause = new("fenced", KafkaError.FromCode((int)KafkaErrorCode.ProducerFenced));

    [Theory]
    [InlineData("connector", "Have the connector end its transactions more often, raise 'producer.override.transaction.timeout.ms', or set 'transaction.boundary' to 'poll' or 'interval'.", false)]
    [InlineData("interval", "lower 'transaction.boundary.interval.ms' (500 now), or raise 'producer.override.transaction.timeout.ms'.", true)]
    [InlineData("poll", "have a poll return less, or raise 'producer.override.transaction.timeout.ms'.", true)]
    public void The_error_names_the_setting_its_value_and_what_to_do(string boundary, string advice, bool isMendedByAStart)
    {
        var config = new Dictionary<string, string?> { ["transaction.boundary"] = boundary, ["transaction.boundary.interval.ms"] = "500" };
        var timeout = TimeSpan.FromSeconds(2);

        var error = new TransactionExpiry(timeout, TransactionBoundary.From(config, timeout, timeout)).Explain(new TaskId("c", 0), Cause);

        Assert.StartsWith("The task c/0 was unable to finish writing records to Kafka before its producer transaction expired: 'transaction.timeout.ms' is 2000.", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(advice, error.Message, StringComparison.Ordinal);
        Assert.Equal((Cause, isMendedByAStart), (error.InnerException, FailureKind.IsInterruption(error)));
    }
}
