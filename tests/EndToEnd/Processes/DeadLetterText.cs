namespace OrleansConnect.Tests.EndToEnd.Processes;

internal sealed record DeadLetterText(string? Key, string? Value, long TimestampMs, IReadOnlyList<KeyValuePair<string, string?>> Headers)
{
    public string? this[string header] => Headers.LastOrDefault(entry => entry.Key == header).Value;
}
