namespace OrleansConnect.Kafka.Log;

/// <summary>A store that says at once when somebody has changed it, so that whoever looks at it need not ask often.</summary>
public interface IChangingStore
{
    /// <summary>Completes when it was changed after the call.</summary>
    Task NextChange();
}
