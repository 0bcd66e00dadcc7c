namespace OrleansConnect.Tests.Integration.KafkaState;

[Collection(RealKafkaForStateTests.Name)]
public sealed class KafkaMembershipTableTests(RealKafkaForState kafka) : MembershipTableContract(kafka);
