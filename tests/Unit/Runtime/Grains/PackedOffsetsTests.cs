using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class PackedOffsetsTests
{
    [Fact]
    public void What_was_packed_is_unpacked_in_its_order()
    {
        ConnectorOffset[] offsets = [new("""{"file":"größe"}""", """{"n":9007199254740993}"""), new("""{"a":1}""", null)];

        Assert.Equal(offsets, PackedOffsets.Unpack(PackedOffsets.Pack(offsets)));
        Assert.Empty(PackedOffsets.Unpack(PackedOffsets.Pack([])));
    }

    [Fact]
    public void A_hundred_thousand_partitions_fit_into_one_record_of_state()
    {
        var offsets = Enumerable.Range(0, 100_000).Select(i => new ConnectorOffset($$"""{"bucket":"orders","object":"2026/01/31/part-{{i}}.json"}""", $$"""{"position":{{i * 7919L % 100_003}}}""")).ToList();

        // What a topic takes by default, as text of four characters for three bytes.
        Assert.InRange(PackedOffsets.Pack(offsets).Length, 1, 1_048_588 / 4 * 3);
    }
}
