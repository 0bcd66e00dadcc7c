namespace OrleansConnect.Runtime.Pipeline;

/// <summary>The spelling of stages in logs and headers, which tools know from Kafka Connect.</summary>
internal static class ErrorStages
{
    public static string NameOf(ErrorStage stage) => stage switch
    {
        ErrorStage.Transformation => "TRANSFORMATION",
        ErrorStage.KeyConverter => "KEY_CONVERTER",
        ErrorStage.ValueConverter => "VALUE_CONVERTER",
        ErrorStage.HeaderConverter => "HEADER_CONVERTER",
        ErrorStage.TaskPoll => "TASK_POLL",
        ErrorStage.TaskPut => "TASK_PUT",
        ErrorStage.KafkaProduce => "KAFKA_PRODUCE",
        _ => "KAFKA_CONSUME",
    };
}
