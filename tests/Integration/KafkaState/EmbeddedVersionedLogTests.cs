namespace OrleansConnect.Tests.Integration.KafkaState;

[Collection(EmbeddedKafkaForStateTests.Name)]
public sealed class EmbeddedVersionedLogTests(EmbeddedKafkaForState kafka) : VersionedLogContract(kafka);
