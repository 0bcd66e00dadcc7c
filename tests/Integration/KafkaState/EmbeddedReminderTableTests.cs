namespace OrleansConnect.Tests.Integration.KafkaState;

[Collection(EmbeddedKafkaForStateTests.Name)]
public sealed class EmbeddedReminderTableTests(EmbeddedKafkaForState kafka) : ReminderTableContract(kafka);
