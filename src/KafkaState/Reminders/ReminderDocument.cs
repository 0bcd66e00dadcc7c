namespace OrleansConnect.KafkaState.Reminders;

/// <summary>One reminder, as it stands in its entry of the log.</summary>
internal sealed record ReminderDocument(string GrainId, string Name, DateTime StartAt, TimeSpan Period)
{
    public static ReminderDocument From(ReminderEntry entry) => new(
        entry.GrainId.ToString(), entry.ReminderName, DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc), entry.Period);

    public ReminderEntry ToEntry(long version) => new()
    {
        GrainId = Orleans.Runtime.GrainId.Parse(GrainId),
        ReminderName = Name,
        StartAt = DateTime.SpecifyKind(StartAt, DateTimeKind.Utc),
        Period = Period,
        ETag = ETag.Of(version),
    };
}
