using System.Text;

namespace OrleansConnect.KafkaMessages;

/// <summary>Indented source text.</summary>
internal sealed class CodeText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public CodeText Line(string line)
    {
        _text.Append(' ', _depth * 4).Append(line).Append('\n');
        return this;
    }

    public void Block(string head, Action body)
    {
        Line(head).Line("{");
        _depth++;
        body();
        _depth--;
        Line("}");
    }

    /// <summary>The body under a condition, or bare when the condition is empty.</summary>
    public void When(string condition, Action body)
    {
        if (condition.Length == 0)
        {
            body();
        }
        else
        {
            Block($"if ({condition})", body);
        }
    }

    public override string ToString() => _text.ToString();
}
