using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Data;

/// <summary>Values are accepted or refused for schemas and fields as by Kafka Connect's own data model, in its words.</summary>
public sealed class ValidationOfValuesDifferenceTests(JavaOracle java)
{
    [Fact]
    public void Validates_any_value_alike() => new Drawn<(Schema Schema, object? Value)>(draw =>
    {
        var schema = draw.Schema(2);
        return (schema, draw.Chance(60) ? draw.Value(schema) : draw.Value(draw.Schema(2)));
    }).Check(drawn => Compare(
        java.Ask("data.validate", Notation.Of(drawn.Schema), Notation.Of(drawn.Value)),
        () =>
        {
            SchemaValidation.Validate(drawn.Schema, drawn.Value);
            return "";
        },
        $"{Notation.Of(drawn.Value)} for {Notation.Of(drawn.Schema)}"), 3000);

    [Fact]
    public void Puts_any_value_into_a_struct_alike() => new Drawn<(Schema Schema, string Field, object? Value)>(draw =>
    {
        var schema = draw.StructSchema();
        var field = schema.Fields[draw.Below(schema.Fields.Count)];
        return (schema, draw.Chance(95) ? field.Name : "nope", draw.Chance(60) ? draw.Value(field.Schema) : draw.Value(draw.Schema(1)));
    }).Check(drawn => Compare(
        java.Ask("data.put", Notation.Of(drawn.Schema), Notation.OfText(drawn.Field), Notation.Of(drawn.Value)),
        () => Notation.Of(new Struct(drawn.Schema).Put(drawn.Field, drawn.Value), sorted: true),
        $"{Notation.Of(drawn.Value)} into {drawn.Field} of {Notation.Of(drawn.Schema)}"), 3000);

    private static void Compare(JavaAnswer theirs, Func<string> call, string what)
    {
        JavaAnswer ours;
        try
        {
            ours = JavaAnswer.Ok(call());
        }
        catch (ConnectException error)
        {
            ours = JavaAnswer.Error(error);
        }

        Assert.True(theirs.IsUnexpectedError ? ours.IsError : ours == theirs, $"{what}\n ours:   {ours.Text}\n theirs: {theirs.Text}");
    }
}
