using System.Globalization;
using CsCheck;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

/// <summary>The expected entries are those java.util.Properties reads.</summary>
public sealed class PropertiesFileTests
{
    public static TheoryData<string, string> Files { get; } = new()
    {
        { "a=b", "a=b" },
        { "a:b", "a=b" },
        { "a b", "a=b" },
        { "a\tb", "a=b" },
        { "a = b", "a=b" },
        { "a : b", "a=b" },
        { "a  = = b", "a== b" },
        { " a=b ", "a=b " },
        { "a", "a=" },
        { "a=", "a=" },
        { "=b", "=b" },
        { "# c\na=1", "a=1" },
        { "! c\n a=1", "a=1" },
        { "  # c", "" },
        { "a=1\\\n  2", "a=12" },
        { "a=1\\\\\n2=3", "2=3|a=1\\" },
        { "a=1\\\\\\\n 2", "a=1\\2" },
        { "a=1\\\r\n2", "a=12" },
        { "a=1\r\nb=2\rc=3", "a=1|b=2|c=3" },
        { "a\\=b=c", "a=b=c" },
        { "a\\ b c", "a b=c" },
        { "a\\:b:c", "a:b=c" },
        { "\\#a=b", "#a=b" },
        { "a=\\u0041\\u00e9", "a=A\u00e9" },
        { "a=\\t\\n\\r\\f\\x\\\\", "a=\t\n\r\u000cx\\" },
        { "a=1\na=2", "a=2" },
        { "a=1\\\n#2", "a=1#2" },
        { "a=1\\\n\nb=2", "a=1|b=2" },
        { "\\\na=b", "a=b" },
        { "\\\n#a=b", "" },
        { "a=1\\", "a=1" },
        { "a\\\nb=c", "ab=c" },
        { "a=\\\n", "a=" },
        { "# c\\\na=1", "a=1" },
        { "\n\n  \n", "" },
        { "a==b", "a==b" },
        { "a=:b", "a=:b" },
        { "a:=b", "a==b" },
        { "a\u000c=\u000cb", "a=b" },
        { "a=b\\ ", "a=b " },
        { "\\u0061=x", "a=x" },
        { "a=\\\\u0041", "a=\\u0041" },
        { "a=\u00e9", "a=\u00e9" },
        { "a=b # no", "a=b # no" },
        { "\\\n\\\na=1", "a=1" },
        { "a=1\\\n   \\\n  2", "a=12" },
        { "\\\n   \na=1", "a=1" },
        { "a=1\\\n!2\\\n#3", "a=1!2#3" },
        { "a=\u00a0b", "a=\u00a0b" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Reads_entries_as_Java_does(string file, string entries) =>
        Assert.Equal(entries, string.Join('|', PropertiesFile.Parse(file).Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("a=\\u00")]
    [InlineData("a=\\u00zz")]
    [InlineData("a=\\u 041")]
    [InlineData("a=\\u12a\0")]
    public void Refuses_a_broken_code_point(string file) => Assert.Throws<FormatException>(() => PropertiesFile.Parse(file));

    [Fact]
    public void Reads_back_whatever_is_written_with_escapes() =>
        Gen.Dictionary(Gen.String, Gen.String)[0, 5].Sample(entries =>
        {
            var file = string.Concat(entries.Where(entry => entry.Key.Length > 0).Select(entry => $"{Escape(entry.Key)}={Escape(entry.Value)}\n"));

            var read = PropertiesFile.Parse(file);

            Assert.Equal(entries.Where(entry => entry.Key.Length > 0).OrderBy(entry => entry.Key), read.OrderBy(entry => entry.Key));
        });

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'=', 0xC3, 0xA9 }, "é")]
    [InlineData(new byte[] { (byte)'a', (byte)'=', 0xE9 }, "é")]
    public async Task Takes_a_file_for_utf8_unless_it_cannot_be(byte[] bytes, string value)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        var entries = await PropertiesFile.ReadAsync(path, TestContext.Current.CancellationToken);

        File.Delete(path);
        Assert.Equal(value, entries["a"]);
    }

    private static string Escape(string text) => string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character)
        ? character.ToString()
        : character is '\\' or '=' or ':' or ' ' or '#' or '!'
            ? $"\\{character}"
            : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}")));
}
