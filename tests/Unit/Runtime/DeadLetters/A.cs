using System.Text;
using OrleansConnect.Runtime.DeadLetters;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Unit.Runtime.DeadLetters;

internal static class A
{
    /// <summary>A letter as a sink's task writes it.</summary>
    public static Letter Letter(long offset, string message, string stage = "VALUE_CONVERTER", string connector = "out", params KeyValuePair<string, byte[]?>[] own) => new(new("orders-dlq", 0, offset)
    {
        TimestampMs = 1000 + offset,
        Value = Encoding.UTF8.GetBytes($"value {offset}"),
        Headers =
        [
            .. own, Header("topic", "orders"), Header("partition", "3"), Header("offset", $"{offset + 100}"), Header("connector.name", connector), Header("task.id", "0"),
            Header("stage", stage), Header("class.name", "Json"), Header("exception.class.name", "DataException"), Header("exception.message", message), Header("exception.stacktrace", "at"),
        ],
    });

    public static KeyValuePair<string, byte[]?> Header(string name, string value) => new($"__connect.errors.{name}", Encoding.UTF8.GetBytes(value));

    public static ConsumedRecord Mark(Letter letter, LetterMark? mark) => new("orders-dlq.replayed", 0, 0)
    {
        Key = MarkCodec.KeyOf(letter),
        Value = mark is null ? null : MarkCodec.ValueOf(mark),
    };
}
