using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Tests.Unit.Abstractions.Data;

public sealed class SchemaProjectorTests
{
    [Theory]
    [InlineData(-447.2f, -447)]
    [InlineData(1e300, int.MaxValue)]
    [InlineData(double.NaN, 0)]
    public void Makes_any_number_one_of_the_schema_as_Java_converts_it(object value, int expected) =>
        Assert.Equal(expected, SchemaProjector.Project(Schema.Int32, value, Schema.Int32));

    [Fact]
    public void Gives_fewer_bits_what_32_leave_of_a_fraction() => Assert.Equal((sbyte)-1, SchemaProjector.Project(Schema.Int8, 1e300, Schema.Int8));
}
