namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Lets records through to topics that are known to be there.</summary>
internal interface ITopicGate
{
    /// <summary>Whether records may go there at once.</summary>
    bool IsOpen(string topic);

    /// <summary>Does what has to be done before the first record goes there.</summary>
    ValueTask OpenAsync(string topic, CancellationToken cancellationToken);
}
