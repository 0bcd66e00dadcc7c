using OrleansConnect.Kafka;

namespace OrleansConnect.Tests.Unit.Kafka.Clients;

/// <summary>Records of a partition keep their order, whatever is said of idempotence.</summary>
public sealed class ProducerOrderTests
{
    [Theory]
    [InlineData("enable.idempotence=false", "1")]
    [InlineData("enable.idempotence=FALSE", "1")]
    [InlineData("enable.idempotence=false max.in.flight.requests.per.connection=3", "3")]
    [InlineData("enable.idempotence=false max.in.flight=4", null)]
    [InlineData("enable.idempotence=true", null)]
    [InlineData("", null)]
    public void Without_idempotence_one_request_at_a_time_is_under_way_unless_more_are_asked_for(string settings, string? expected)
    {
        var given = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=')).ToDictionary(setting => setting[0], setting => setting[1]);

        var producer = ClientSettings.ForProducer(new Dictionary<string, string> { ["bootstrap.servers"] = "k:1" }, given);

        Assert.Equal(expected, producer.Native.GetValueOrDefault("max.in.flight.requests.per.connection"));
    }
}
