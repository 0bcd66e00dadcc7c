namespace OrleansConnect.Runtime.Pipeline;

/// <summary>What becomes of a record that failed, where the task goes on.</summary>
internal enum ErrorVerdict
{
    /// <summary>The operation is tried again, now.</summary>
    Retry,

    /// <summary>The record is left out.</summary>
    Skip,
}
