namespace OrleansConnect.Tests.Integration.KafkaState;

[Collection(RealKafkaForStateTests.Name)]
public sealed class KafkaGrainStorageTests(RealKafkaForState kafka) : GrainStorageContract(kafka);
