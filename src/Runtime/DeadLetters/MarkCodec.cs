using System.Text;
using System.Text.Json;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Marks as they are in Kafka: key <c>{"letter":"0:17","fingerprint":"…"}</c>, value <c>{"state":"replayed","at":"…","to":"…"}</c>.</summary>
internal static class MarkCodec
{
    public static byte[] KeyOf(Letter letter) => Encoding.UTF8.GetBytes($$"""{"letter":"{{letter.Id}}","fingerprint":"{{letter.Fingerprint()}}"}""");

    public static byte[] ValueOf(LetterMark mark) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
    {
        ["state"] = mark.State == LetterState.Replayed ? "replayed" : "started",
        ["at"] = mark.At.UtcDateTime.ToString("O"),
        ["to"] = mark.To,
    });

    /// <summary>Reads a mark. One that says nothing cannot be passed over: its letter may have been replayed.</summary>
    public static LetterMark Parse(string topic, LetterId letter, byte[] value)
    {
        try
        {
            using var mark = JsonDocument.Parse(value);
            var root = mark.RootElement;
            return new(
                root.GetProperty("state").GetString() == "replayed" ? LetterState.Replayed : LetterState.Started,
                root.GetProperty("at").GetDateTimeOffset(),
                root.GetProperty("to").GetString() ?? "");
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ConnectRequestException(
                RequestErrorKind.Internal,
                $"Topic '{topic}', which keeps what was replayed, has a mark of dead letter {letter} that cannot be read: {cause.Message} Write one without a value for its key if the letter is to be replayed.",
                cause);
        }
    }
}
