using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Transforms;
using static OrleansConnect.Tests.Unit.Transforms.Transforming;

namespace OrleansConnect.Tests.Unit.Transforms;

/// <summary>Names of fields within fields, in every transformation that takes names of fields.</summary>
public sealed class FieldPathTests
{
    private static readonly (string, string) V2 = ("field.syntax.version", "V2");

    private static readonly Schema Address = SchemaBuilder.Struct().Name("address").Field("street", Schema.String).Field("at", Schema.OptionalInt64).Optional().Build();
    private static readonly Schema Order = SchemaBuilder.Struct().Name("order").Field("id", Schema.Int64).Field("to", Address).Build();
    private static readonly Struct Main = new Struct(Order).Put("id", 7L).Put("to", new Struct(Address).Put("street", "Main").Put("at", 1000L));
    private static readonly Struct Nowhere = new Struct(Order).Put("id", 8L);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_path_reaches_fields_of_structs(string type, string settings, string expected)
    {
        using var transformation = Create(type, settings);

        var changed = transformation.On(Record(Main));

        Assert.Equal(expected, JavaText.Of(type == "ValueToKey" ? changed.Key : changed.Value));
        (changed.Value as Struct)?.Validate();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_path_reaches_fields_of_maps(string type, string settings, string expected)
    {
        using var transformation = Create(type, settings);
        var to = new ConnectMap { ["street"] = "Main", ["at"] = 1000L };

        var changed = transformation.On(Record(("id", 7L), ("to", to)));

        Assert.Equal(OfMaps(expected), JavaText.Of(type == "ValueToKey" ? changed.Key : changed.Value));
        Assert.Equal("{street=Main, at=1000}", JavaText.Of(to));
    }

    public static TheoryData<string, string, string> Cases => new()
    {
        { "Cast", "spec=to.at:string|", "Struct{id=7,to=Struct{street=Main,at=1000}}" },
        { "MaskField", "fields=to.street,id|replacement=5", "Struct{id=5,to=Struct{street=5,at=1000}}" },
        { "ReplaceField", "exclude=to.at", "Struct{id=7,to=Struct{street=Main}}" },
        { "ReplaceField", "include=to.at", "Struct{to=Struct{at=1000}}" },
        { "ReplaceField", "include=to,to.at|exclude=to.at", "Struct{to=Struct{street=Main}}" },
        { "ReplaceField", "renames=to.at:when,to:where", "Struct{id=7,where=Struct{street=Main,when=1000}}" },
        { "InsertField", "topic.field=to.topic!|static.field=meta.by|static.value=me", "Struct{id=7,to=Struct{street=Main,at=1000,topic=orders},meta=Struct{by=me}}" },
        { "TimestampConverter", "field=to.at|target.type=string|format=ss", "Struct{id=7,to=Struct{street=Main,at=01}}" },
        { "HeaderFrom", "fields=to.at,id|headers=a,i|operation=move", "Struct{to=Struct{street=Main}}" },
        { "ValueToKey", "fields=to.street,id", "Struct{street=Main,id=7}" },
        { "HoistField", "field=a.b", "Struct{a=Struct{b=Struct{id=7,to=Struct{street=Main,at=1000}}}}" },
        { "ExtractField", "field=to.street", "Main" },
    };

    [Theory]
    [InlineData("Cast", "spec=to.at:string")]
    [InlineData("MaskField", "fields=to.street")]
    [InlineData("ReplaceField", "renames=to.at:when")]
    [InlineData("InsertField", "topic.field=to.topic!")]
    [InlineData("TimestampConverter", "field=to.at|target.type=string|format=ss")]
    [InlineData("HeaderFrom", "fields=to.street|headers=a|operation=move")]
    public void Records_keep_one_schema_whether_a_struct_on_the_way_is_null_or_not(string type, string settings)
    {
        using var transformation = Create(type, settings);

        var full = transformation.On(Record(Main));
        var empty = transformation.On(Record(Nowhere));

        Assert.Equal(full.ValueSchema, empty.ValueSchema);
        Assert.Null(Assert.IsType<Struct>(empty.Value)["to"]);
        ((Struct)empty.Value).Validate();
    }

    [Fact]
    public void A_key_made_of_a_field_of_a_struct_that_may_be_null_may_be_null_itself()
    {
        using var toKey = Create("ValueToKey", "fields=to.street");

        var key = Assert.IsType<Struct>(toKey.On(Record(Nowhere)).Key);

        Assert.Null(key["street"]);
        Assert.True(key.Schema.Field("street")?.Schema.IsOptional);
    }

    [Fact]
    public void Two_fields_of_one_name_cannot_both_be_in_the_key()
    {
        var error = Assert.Throws<ConfigException>(() => Create("ValueToKey", "fields=a.id,b.id"));

        Assert.Contains("more than one field 'id'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_through_a_field_without_fields_fails_the_record()
    {
        using var mask = Create("MaskField", "fields=id.x");

        var error = Assert.Throws<DataException>(() => mask.Apply(Record(Main)));

        Assert.Equal("The field 'id' has no fields within it: it is of type INT64. Mend the path of the transformation.", error.Message);
    }

    [Fact]
    public void Dots_are_plain_characters_unless_paths_are_asked_for()
    {
        using var mask = new MaskField(RecordPart.Value).With(("fields", "to.street"));

        Assert.Equal("Struct{id=7,to=Struct{street=Main,at=1000}}", mask.On(Record(Main)).Value?.ToString());
    }

    private static string OfMaps(string structs) => structs.Replace("Struct", "", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal);

    private static ITransformation Create(string type, string settings)
    {
        ITransformation transformation = type switch
        {
            "Cast" => new Cast(RecordPart.Value),
            "MaskField" => new MaskField(RecordPart.Value),
            "ReplaceField" => new ReplaceField(RecordPart.Value),
            "InsertField" => new InsertField(RecordPart.Value),
            "TimestampConverter" => new TimestampConverter(RecordPart.Value),
            "HeaderFrom" => new HeaderFrom(RecordPart.Value),
            "HoistField" => new HoistField(RecordPart.Value),
            "ExtractField" => new ExtractField(RecordPart.Value),
            _ => new ValueToKey(),
        };
        return transformation.With([.. settings.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(setting => (setting.Split('=')[0], setting.Split('=')[1])), V2]);
    }
}
