namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Where on its way a record failed.</summary>
internal enum ErrorStage
{
    Transformation,
    KeyConverter,
    ValueConverter,
    HeaderConverter,
    TaskPoll,
    TaskPut,
    KafkaProduce,
    KafkaConsume,
}
