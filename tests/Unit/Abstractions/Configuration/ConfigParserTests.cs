using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Unit.Abstractions.Configuration;

public sealed class ConfigParserTests
{
    [Fact]
    public void Reads_every_type()
    {
        var definition = new ConfigDef()
            .String("string", "").Boolean("boolean", "").Short("short", "").Int("int", "").Long("long", "").Double("double", "")
            .List("list", "").Class("class", "").Password("password", "");

        var config = definition.Parse(Settings(
            "string=s", "boolean=true", "short=1", "int=2", "long=3", "double=4.5", "list=a,b", "class=X", "password=p"));

        Assert.Equal("s", config.GetString("string"));
        Assert.True(config.GetBoolean("boolean"));
        Assert.Equal(1, config.GetShort("short"));
        Assert.Equal(2, config.GetInt("int"));
        Assert.Equal(3, config.GetLong("long"));
        Assert.Equal(4.5, config.GetDouble("double"));
        Assert.Equal(["a", "b"], config.GetList("list"));
        Assert.Equal("X", config.GetClass("class"));
        Assert.Equal("p", config.GetPassword("password").Value);
    }

    [Fact]
    public void What_may_be_left_out_reads_as_null()
    {
        var definition = new ConfigDef()
            .String("string", "", required: false, oneOf: ["a"]).Boolean("boolean", "", required: false).Short("short", "", required: false)
            .Int("int", "", required: false, min: 1).Long("long", "", required: false).Double("double", "", required: false)
            .List("list", "", required: false).Class("class", "", required: false).Password("password", "", required: false);

        var config = definition.Parse(Settings());

        Assert.Null(config.GetStringOrNull("string"));
        Assert.Null(config.GetBooleanOrNull("boolean"));
        Assert.Null(config.GetShortOrNull("short"));
        Assert.Null(config.GetIntOrNull("int"));
        Assert.Null(config.GetLongOrNull("long"));
        Assert.Null(config.GetDoubleOrNull("double"));
        Assert.Null(config.GetListOrNull("list"));
        Assert.Null(config.GetClassOrNull("class"));
        Assert.Null(config.GetPasswordOrNull("password"));
    }

    [Fact]
    public void A_missing_required_setting_is_refused()
    {
        var error = Assert.Throws<ConfigException>(() => new ConfigDef().String("a", "A.").Parse(Settings("b=1")));

        Assert.Equal("Missing required configuration \"a\" which has no default value.", error.Message);
    }

    [Fact]
    public void A_setting_given_as_null_is_not_missing_but_has_no_value()
    {
        var config = new ConfigDef().String("a", "A.").Parse(new Dictionary<string, string?> { ["a"] = null });

        Assert.Null(config.GetStringOrNull("a"));
        Assert.Throws<ConfigException>(() => config.GetString("a"));
    }

    [Fact]
    public void The_first_problem_is_thrown()
    {
        var definition = new ConfigDef().Int("a", "A.", min: 1).Int("b", "B.");

        var error = Assert.Throws<ConfigException>(() => definition.Parse(Settings("a=0", "b=x")));

        Assert.Equal("Invalid value 0 for configuration a: Value must be at least 1", error.Message);
    }

    [Fact]
    public void A_running_list_loses_repeated_values_instead_of_failing()
    {
        var config = new ConfigDef().List("a", "A.", validator: Validators.List()).Parse(Settings("a=x,y,x"));

        Assert.Equal(["x", "y"], config.GetList("a"));
    }

    [Fact]
    public void Dependents_have_to_be_defined()
    {
        var definition = new ConfigDef().Int("a", "A.", defaultValue: 1, dependents: ["z", "y"]);

        var error = Assert.Throws<ConfigException>(() => definition.Parse(Settings()));

        Assert.Equal("Some configurations in are referred in the dependents, but not defined: y,z", error.Message);
    }

    [Fact]
    public void Undeclared_settings_are_kept_aside()
    {
        var config = new ConfigDef().String("a", "A.").Parse(Settings("a=1", "producer.override.x=2", "b=3"));

        Assert.Equal(["b", "producer.override.x"], config.Unused);
        Assert.Equal("2", Assert.Single(config.OriginalsWithPrefix("producer.override.")).Value);
        Assert.Equal("x", Assert.Single(config.OriginalsWithPrefix("producer.override.")).Key);
    }

    [Fact]
    public void Reading_what_is_not_declared_or_of_another_type_says_so()
    {
        var config = new ConfigDef().String("a", "A.").Parse(Settings("a=1"));

        var unknown = Assert.Throws<ConfigException>(() => config.GetInt("nope"));
        var mistyped = Assert.Throws<InvalidOperationException>(() => config.GetInt("a"));

        Assert.Equal("Unknown configuration 'nope'", unknown.Message);
        Assert.Equal("Configuration 'a' holds a String and cannot be read as a Int32.", mistyped.Message);
    }

    private static Dictionary<string, string?> Settings(params string[] settings) =>
        settings.Select(setting => setting.Split('=')).ToDictionary(parts => parts[0], string? (parts) => parts[1]);
}
