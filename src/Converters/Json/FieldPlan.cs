using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Converters.Json;

/// <summary>A struct's field with its name as bytes.</summary>
internal sealed class FieldPlan
{
    public FieldPlan(Field field)
    {
        Field = field;
        Plan = new SchemaPlan(field.Schema);
        Name = Encoding.UTF8.GetBytes(field.Name);
        var member = new ArrayBufferWriter<byte>();
        var output = new Utf8Output(member);
        output.WriteString(field.Name);
        output.WriteByte((byte)':');
        output.Flush();
        Member = member.WrittenSpan.ToArray();
        IsPlain = Plan.IsPlain && Name.Length <= JsonTokenizer.NameLengthMax && Member.AsSpan(1, Member.Length - 3).SequenceEqual(Name);
    }

    public Field Field { get; }

    public SchemaPlan Plan { get; }

    /// <summary>The name in UTF-8.</summary>
    public byte[] Name { get; }

    /// <summary>The start of the member: <c>"name":</c>.</summary>
    public byte[] Member { get; }

    /// <summary>Whether a <see cref="PlainStructReader"/> can read it: values that it knows, under a name without escapes.</summary>
    public bool IsPlain { get; }
}
