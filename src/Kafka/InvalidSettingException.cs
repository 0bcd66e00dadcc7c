namespace OrleansConnect.Kafka;

/// <summary>A client setting has a value that is not allowed. A secret's value is not in the message.</summary>
public sealed class InvalidSettingException(string key, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The setting, under the name it was given with.</summary>
    public string Key { get; } = key;
}
