using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Data;

/// <summary>Values are read under other schemas as Kafka Connect's projector reads them, or refused with its words.</summary>
public sealed class SchemaProjectorDifferenceTests(JavaOracle java)
{
    [Fact]
    public void Projects_related_schemas_alike() => Check(4000, (draw, source) => draw.Related(source));

    [Fact]
    public void Refuses_unrelated_schemas_alike() => Check(2000, (draw, _) => draw.Schema(2));

    private void Check(int cases, Func<Draw, Schema, Schema> other) => new Drawn<(Schema Source, object? Value, Schema Target)>(draw =>
    {
        var source = draw.Chance(50) ? draw.StructSchema() : draw.Schema(2);
        return (source, draw.Value(source), other(draw, source));
    }).Check(drawn => Compare(drawn.Source, drawn.Value, drawn.Target), cases);

    private void Compare(Schema source, object? value, Schema target)
    {
        var theirs = java.Ask("data.project", Notation.Of(source), Notation.Of(value), Notation.Of(target));

        var ours = Project(source, value, target);

        Assert.True(
            theirs.IsUnexpectedError ? ours.IsError : ours == theirs,
            $"{Notation.Of(value)} of {Notation.Of(source)} under {Notation.Of(target)}\n ours:   {ours.Text}\n theirs: {theirs.Text}");
    }

    private static JavaAnswer Project(Schema source, object? value, Schema target)
    {
        try
        {
            return JavaAnswer.Ok(Notation.Of(SchemaProjector.Project(source, value, target), sorted: true));
        }
        catch (ConnectException error)
        {
            return JavaAnswer.Error(error);
        }
    }
}
