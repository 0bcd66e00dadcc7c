namespace OrleansConnect.Tests.Integration.KafkaState;

[Collection(RealKafkaForStateTests.Name)]
public sealed class KafkaReminderTableTests(RealKafkaForState kafka) : ReminderTableContract(kafka);
