namespace OrleansConnect.Tests.Integration.KafkaState;

[Collection(RealKafkaForStateTests.Name)]
public sealed class KafkaVersionedLogTests(RealKafkaForState kafka) : VersionedLogContract(kafka);
