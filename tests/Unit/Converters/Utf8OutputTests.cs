using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Converters.Json;

namespace OrleansConnect.Tests.Unit.Converters;

public sealed class Utf8OutputTests
{
    [Fact]
    public void Texts_and_numbers_that_cross_a_chunk_stay_whole()
    {
        for (var before = 0; before < 600; before++)
        {
            var output = new ArrayBufferWriter<byte>();
            var json = new Utf8Output(output);
            json.Write(new byte[before]);
            json.WriteString("naïve \u0001 text");
            json.WriteNumber(BigDecimal.Parse("1234567890.12345"));
            json.WriteNumber(-12L);
            json.Flush();

            Assert.Equal("\"naïve \\u0001 text\"1234567890.12345-12", Encoding.UTF8.GetString(output.WrittenSpan[before..]));
        }
    }
}
