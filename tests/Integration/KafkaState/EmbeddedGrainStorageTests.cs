namespace OrleansConnect.Tests.Integration.KafkaState;

[Collection(EmbeddedKafkaForStateTests.Name)]
public sealed class EmbeddedGrainStorageTests(EmbeddedKafkaForState kafka) : GrainStorageContract(kafka);
