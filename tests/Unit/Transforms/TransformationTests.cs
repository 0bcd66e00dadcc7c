using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Transforms;
using static OrleansConnect.Tests.Unit.Transforms.Transforming;

namespace OrleansConnect.Tests.Unit.Transforms;

public sealed class TransformationTests
{
    private static readonly Schema Order = SchemaBuilder.Struct().Name("order").Field("id", Schema.Int64).Field("note", Schema.OptionalString).Build();

    [Fact]
    public void InsertField_adds_fields_behind_the_others()
    {
        using var insert = new InsertField(RecordPart.Value).With(("topic.field", "topic!"), ("timestamp.field", "at"));

        var changed = insert.On(Record(new Struct(Order).Put("id", 7L)));

        Assert.Equal(["id", "note", "topic", "at"], changed.ValueSchema?.Fields.Select(field => field.Name));
        Assert.Equal("Struct{id=7,topic=orders,at=Thu Jan 01 00:00:01 UTC 1970}", changed.Value?.ToString());
        Assert.Equal(Schema.String, changed.ValueSchema?.Field("topic")?.Schema);
    }

    [Fact]
    public void TimestampRouter_puts_in_the_topic_first_and_then_the_time()
    {
        using var router = new TimestampRouter().With(("topic.format", "${timestamp}.${topic}"), ("timestamp.format", "yyyy"));

        Assert.Equal("1970.orders", router.On(Record(null, "v")).Topic);
        Assert.Equal("1970.a-1970-b", router.On(Record(null, "v") with { Topic = "a-${timestamp}-b" }).Topic);
    }

    [Fact]
    public void Headers_go_and_come_in_order()
    {
        using var drop = new DropHeaders().With(("headers", "a,c"));
        using var from = new HeaderFrom(RecordPart.Value).With(("fields", "n,m"), ("headers", "x,y"), ("operation", "copy"));
        var record = Record(("n", 1), ("m", 2)) with { Headers = Headers.Of(new Header("a", null, 1), new Header("b", null, 2), new Header("c", null, 3), new Header("a", null, 4)) };

        Assert.Equal(["b"], drop.On(record).Headers.Select(header => header.Key));
        Assert.Equal(["a", "b", "c", "a", "x", "y"], from.On(record).Headers.Select(header => header.Key));
        Assert.Same(record, new DropHeaders().With(("headers", "d")).On(record));
    }

    [Fact]
    public void A_schema_is_made_once_for_all_records_that_have_it()
    {
        using var insert = new InsertField(RecordPart.Value).With(("topic.field", "topic"));

        var one = insert.On(Record(new Struct(Order).Put("id", 1L)));
        var other = insert.On(Record(new Struct(Order).Put("id", 2L)));

        Assert.Same(one.ValueSchema, other.ValueSchema);
    }

    [Fact]
    public void SetSchemaMetadata_finds_the_fields_of_a_struct_of_another_schema_by_name()
    {
        using var rename = new SetSchemaMetadata(RecordPart.Value).With(("schema.name", "n"), ("replace.null.with.default", "false"));
        var turned = SchemaBuilder.Struct().Field("note", Schema.OptionalString).Field("id", Schema.Int64).Build();

        var renamed = rename.On(Record(turned, new Struct(Order).Put("id", 1L).Put("note", "x")));

        Assert.Equal("Struct{note=x,id=1}", renamed.Value?.ToString());
        var refusal = Assert.Throws<DataException>(() => rename.On(Record(turned, new Struct(SchemaBuilder.Struct().Build()))));
        Assert.Equal("note is not a valid field name", refusal.Message);
    }

    [Fact]
    public void Flatten_has_no_names_for_what_is_within_a_field_without_one()
    {
        using var flatten = new Flatten(RecordPart.Value).With();
        static ConnectMap Of(object? value) => new() { [null] = value };

        var empty = flatten.On(Record(null, Of(new ConnectMap())));

        Assert.Equal(new ConnectMap(), empty.Value);
        Assert.Throws<DataException>(() => flatten.On(Record(null, Of(Of(1)))));
        var refusal = Assert.Throws<DataException>(() => flatten.On(Record(null, Of(new Struct(Order)))));
        Assert.EndsWith("for record without schemas (for field null).", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0131nt8")]
    [InlineData("InT8")]
    public void Cast_takes_the_names_of_types_whose_upper_case_is_one(string type)
    {
        using var cast = new Cast(RecordPart.Value).With(("spec", $"n:{type}"));

        Assert.Equal((sbyte)44, ((ConnectMap?)cast.On(Record(("n", 300))).Value)?["n"]);
    }

    [Fact]
    public void Cast_takes_off_upper_bits_and_refuses_texts_out_of_range()
    {
        using var cast = new Cast(RecordPart.Value).With(("spec", "n:int8"));

        Assert.Equal((sbyte)44, ((ConnectMap?)cast.On(Record(("n", 300))).Value)?["n"]);
        var error = Assert.Throws<DataException>(() => cast.Apply(Record(("n", "300"))));
        Assert.Equal("Value (300) was out of range for requested data type", error.Message);
    }

    [Fact]
    public void ReplaceField_takes_of_two_fields_of_one_name_the_one_that_Java_comes_to_last()
    {
        using var replace = new ReplaceField(RecordPart.Value).With(("renames", "b:a"));

        Assert.Equal(new ConnectMap { ["a"] = 2 }, replace.On(Transforming.Record(("b", 2), ("a", 1))).Value);
    }

    [Theory]
    [InlineData("0x1.000001000000001p0", 1.0000001f)]
    [InlineData("0x1.000001p0", 1f)]
    [InlineData("-0x1p-150", -0f)]
    [InlineData("0x1.ffffffp127", float.PositiveInfinity)]
    public void Cast_rounds_hexadecimal_floats_once(string text, float expected)
    {
        using var cast = new Cast(RecordPart.Value).With(("spec", "float32"));

        Assert.Equal(expected, cast.On(Transforming.Record(null, text)).Value);
    }

    [Fact]
    public void ReplaceField_keeps_leaves_out_and_renames()
    {
        using var replace = new ReplaceField(RecordPart.Value).With(("include", "a,b"), ("exclude", "b"), ("renames", "a:c"));

        Assert.Equal("{c=1}", JavaText.Of(replace.On(Record(("a", 1), ("b", 2), ("d", 3))).Value));
    }

    [Fact]
    public void ExtractField_follows_a_path_where_asked_to()
    {
        using var extract = new ExtractField(RecordPart.Value).With(("field", "`a.b`.c"), ("field.syntax.version", "v2"));
        var record = Record(("a.b", new ConnectMap { ["c"] = 5 }));

        Assert.Equal(5, extract.On(record).Value);
    }

    [Fact]
    public void Flatten_joins_names()
    {
        using var flatten = new Flatten(RecordPart.Value).With(("delimiter", "_"));
        var schema = SchemaBuilder.Struct().Field("o", Order).Field("x", Schema.OptionalInt32).Build();

        var changed = flatten.On(Record(new Struct(schema).Put("o", new Struct(Order).Put("id", 1L))));

        Assert.Equal(["o_id", "o_note", "x"], changed.ValueSchema?.Fields.Select(field => field.Name));
    }

    [Fact]
    public void HeaderFrom_moves_fields_into_headers()
    {
        using var move = new HeaderFrom(RecordPart.Value).With(("fields", "id"), ("headers", "h"), ("operation", "move"));

        var changed = move.On(Record(new Struct(Order).Put("id", 7L)));

        Assert.Equal(new Header("h", Schema.Int64, 7L), Assert.Single(changed.Headers));
        Assert.Null(changed.ValueSchema?.Field("id"));
    }

    [Fact]
    public void TimestampConverter_reads_and_writes_texts()
    {
        using var toText = new TimestampConverter(RecordPart.Value).With(("target.type", "string"), ("format", "yyyy-MM-dd"), ("field", "at"), ("unix.precision", "seconds"));

        Assert.Equal("2017-01-03", ((ConnectMap?)toText.On(Record(("at", 1_483_401_600L))).Value)?["at"]);
        var error = Assert.Throws<DataException>(() => toText.Apply(Record(("at", "yesterday"))));
        Assert.Equal("Could not parse timestamp: value (yesterday) does not match pattern (yyyy-MM-dd)", error.Message);
    }

    [Fact]
    public void Routers_rename_topics()
    {
        using var regex = new RegexRouter().With(("regex", "(or)(.*)"), ("replacement", "$2-$1"));
        using var timestamp = new TimestampRouter().With();

        Assert.Equal("ders-or", regex.On(Record(null, "x")).Topic);
        Assert.Equal("orders-19700101", timestamp.On(Record(null, "x")).Topic);
    }

    [Fact]
    public void MaskField_masks_by_type_or_with_a_replacement()
    {
        using var mask = new MaskField(RecordPart.Value).With(("fields", "a,b"));
        using var replace = new MaskField(RecordPart.Value).With(("fields", "a,b"), ("replacement", "9"));

        Assert.Equal("{a=0, b=}", JavaText.Of(mask.On(Record(("a", 5), ("b", "secret"))).Value));
        Assert.Equal("{a=9, b=9}", JavaText.Of(replace.On(Record(("a", 5), ("b", "secret"))).Value));
    }
}
