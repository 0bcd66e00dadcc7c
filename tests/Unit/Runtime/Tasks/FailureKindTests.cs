using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class FailureKindTests
{
    [Fact]
    public void A_bad_configuration_is_permanent_however_deep_it_is_wrapped() =>
        Assert.True(FailureKind.IsPermanent(new ConnectException("outer", new ConnectException("inner", new ConfigException("'file' is missing.")))));

    [Fact]
    public void A_missing_right_is_permanent() =>
        Assert.True(FailureKind.IsPermanent(new KafkaClientException("no", KafkaError.FromCode((int)KafkaErrorCode.TopicAuthorizationFailed))));

    [Fact]
    public void A_broker_that_does_not_answer_is_not() =>
        Assert.False(FailureKind.IsPermanent(new ConnectException("x", new KafkaClientException("no", KafkaError.FromCode((int)KafkaErrorCode.TimedOut)))));
}
