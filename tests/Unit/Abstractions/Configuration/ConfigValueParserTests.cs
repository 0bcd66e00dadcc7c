using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Unit.Abstractions.Configuration;

/// <summary>The expected texts are what Kafka 4.3.1's ConfigDef answers.</summary>
public sealed class ConfigValueParserTests
{
    public static TheoryData<ConfigType, string, string> Readable { get; } = new()
    {
        { ConfigType.Int, " 5 ", "5" },
        { ConfigType.Short, " 5 ", "5" },
        { ConfigType.Long, " 5 ", "5" },
        { ConfigType.Int, "+5", "5" },
        { ConfigType.Short, "+5", "5" },
        { ConfigType.Long, "+5", "5" },
        { ConfigType.Int, "-5", "-5" },
        { ConfigType.Int, "-\u0663\uFF12", "-32" },
        { ConfigType.Short, "-5", "-5" },
        { ConfigType.Long, "-5", "-5" },
        { ConfigType.Long, "2147483648", "2147483648" },
        { ConfigType.Double, "1", "1.0" },
        { ConfigType.Double, "1.0", "1.0" },
        { ConfigType.Double, "1e10", "1.0E10" },
        { ConfigType.Double, "1e-5", "1.0E-5" },
        { ConfigType.Double, "0.001", "0.001" },
        { ConfigType.Double, "1234567", "1234567.0" },
        { ConfigType.Double, "12345678", "1.2345678E7" },
        { ConfigType.Double, "NaN", "NaN" },
        { ConfigType.Double, "Infinity", "Infinity" },
        { ConfigType.Double, "-Infinity", "-Infinity" },
        { ConfigType.Double, "1d", "1.0" },
        { ConfigType.Double, "1f", "1.0" },
        { ConfigType.Double, " 2.5 ", "2.5" },
        { ConfigType.Double, ".5", "0.5" },
        { ConfigType.Double, "5.", "5.0" },
        { ConfigType.Double, "+1", "1.0" },
        { ConfigType.Double, "1e999", "Infinity" },
        { ConfigType.Double, "-0", "-0.0" },
        { ConfigType.Double, "123456789012", "1.23456789012E11" },
        { ConfigType.Double, "1e7", "1.0E7" },
        { ConfigType.Double, "9999999.5", "9999999.5" },
        { ConfigType.Double, "1e-3", "0.001" },
        { ConfigType.Double, "9.99e-4", "9.99E-4" },
        { ConfigType.Double, "0.1", "0.1" },
        { ConfigType.Double, "1.7976931348623157e308", "1.7976931348623157E308" },
        { ConfigType.Boolean, "true", "true" },
        { ConfigType.Boolean, "TRUE", "true" },
        { ConfigType.Boolean, " False ", "false" },
        { ConfigType.List, "a,b", "a,b" },
        { ConfigType.List, " a , b ", "a,b" },
        { ConfigType.List, "", "" },
        { ConfigType.List, "  ", "" },
        { ConfigType.List, "a,,b", "a,,b" },
        { ConfigType.List, ",", "," },
        { ConfigType.List, "a,", "a," },
        { ConfigType.List, ",a", ",a" },
        { ConfigType.List, "a\u00a0,b", "a\u00a0,b" },
        { ConfigType.List, "a b , c", "a b,c" },
        { ConfigType.Password, " secret ", "[hidden]" },
        { ConfigType.Password, "", "[hidden]" },
        { ConfigType.String, " x\u00a0", "x\u00a0" },
        { ConfigType.String, "\u0001x\u0001", "x" },
    };

    public static TheoryData<ConfigType, string, string> Unreadable { get; } = new()
    {
        { ConfigType.Int, "abc", "Invalid value abc for configuration k: Not a number of type INT" },
        { ConfigType.Short, "abc", "Invalid value abc for configuration k: Not a number of type SHORT" },
        { ConfigType.Long, "abc", "Invalid value abc for configuration k: Not a number of type LONG" },
        { ConfigType.Int, "", "Invalid value  for configuration k: Not a number of type INT" },
        { ConfigType.Short, "", "Invalid value  for configuration k: Not a number of type SHORT" },
        { ConfigType.Long, "", "Invalid value  for configuration k: Not a number of type LONG" },
        { ConfigType.Int, "2147483648", "Invalid value 2147483648 for configuration k: Not a number of type INT" },
        { ConfigType.Short, "2147483648", "Invalid value 2147483648 for configuration k: Not a number of type SHORT" },
        { ConfigType.Int, "1.0", "Invalid value 1.0 for configuration k: Not a number of type INT" },
        { ConfigType.Short, "1.0", "Invalid value 1.0 for configuration k: Not a number of type SHORT" },
        { ConfigType.Long, "1.0", "Invalid value 1.0 for configuration k: Not a number of type LONG" },
        { ConfigType.Int, "0x10", "Invalid value 0x10 for configuration k: Not a number of type INT" },
        { ConfigType.Short, "0x10", "Invalid value 0x10 for configuration k: Not a number of type SHORT" },
        { ConfigType.Long, "0x10", "Invalid value 0x10 for configuration k: Not a number of type LONG" },
        { ConfigType.Int, "1_0", "Invalid value 1_0 for configuration k: Not a number of type INT" },
        { ConfigType.Short, "1_0", "Invalid value 1_0 for configuration k: Not a number of type SHORT" },
        { ConfigType.Long, "1_0", "Invalid value 1_0 for configuration k: Not a number of type LONG" },
        { ConfigType.Int, "- 5", "Invalid value - 5 for configuration k: Not a number of type INT" },
        { ConfigType.Short, "- 5", "Invalid value - 5 for configuration k: Not a number of type SHORT" },
        { ConfigType.Long, "- 5", "Invalid value - 5 for configuration k: Not a number of type LONG" },
        { ConfigType.Double, "x", "Invalid value x for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Double, "", "Invalid value  for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Double, "1,000", "Invalid value 1,000 for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Double, "infinity", "Invalid value infinity for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Double, "nan", "Invalid value nan for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Double, "0x10", "Invalid value 0x10 for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Double, "1L", "Invalid value 1L for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Double, "1 d", "Invalid value 1 d for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Double, "\u221e", "Invalid value \u221e for configuration k: Not a number of type DOUBLE" },
        { ConfigType.Boolean, "yes", "Invalid value yes for configuration k: Expected value to be either true or false" },
        { ConfigType.Boolean, "", "Invalid value  for configuration k: Expected value to be either true or false" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void Reads_a_value_and_renders_it_as_Kafka_does(ConfigType type, string text, string rendered) =>
        Assert.Equal(rendered, ConfigText.Render(ConfigValueParser.Parse("k", text, type, null)));

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Refuses_a_value_in_Kafkas_words(ConfigType type, string text, string message)
    {
        var error = Assert.Throws<ConfigException>(() => ConfigValueParser.Parse("k", text, type, null));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Keeps_a_password_hidden_but_readable()
    {
        var password = Assert.IsType<Password>(ConfigValueParser.Parse("k", " secret ", ConfigType.Password, null));

        Assert.Equal("secret", password.Value);
        Assert.Equal("[hidden]", password.ToString());
        Assert.Equal("[hidden]", ConfigText.Render(password));
    }

    [Fact]
    public void Completes_a_class_name_and_refuses_an_unknown_one()
    {
        var resolve = new ClassResolver(name => name == "Json" ? "OrleansConnect.JsonConverter" : null);

        var error = Assert.Throws<ConfigException>(() => ConfigValueParser.Parse("k", " no.Such", ConfigType.Class, resolve));

        Assert.Equal("OrleansConnect.JsonConverter", ConfigValueParser.Parse("k", " Json ", ConfigType.Class, resolve));
        Assert.Equal("Invalid value  no.Such for configuration k: Class  no.Such could not be found.", error.Message);
    }
}
