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
    }

    public Field Field { get; }

    public SchemaPlan Plan { get; }

    /// <summary>The name in UTF-8.</summary>
    public byte[] Name { get; }

    /// <summary>The start of the member: <c>"name":</c>.</summary>
    public byte[] Member { get; }
}
