namespace OrleansConnect.Tests.Integration.KafkaState;

[Collection(EmbeddedKafkaForStateTests.Name)]
public sealed class EmbeddedMembershipTableTests(EmbeddedKafkaForState kafka) : MembershipTableContract(kafka);
