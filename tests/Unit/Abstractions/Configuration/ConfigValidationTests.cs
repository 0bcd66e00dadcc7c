using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Unit.Abstractions.Configuration;

public sealed class ConfigValidationTests
{
    [Fact]
    public void Everything_wrong_is_found_at_once_in_the_order_of_the_definition()
    {
        var definition = new ConfigDef()
            .Int("tasks.max", "T.", defaultValue: 1, min: 1)
            .Int("missing", "M.", min: 1)
            .String("name", "N.")
            .Boolean("flag", "F.", defaultValue: true)
            .List("list", "L.", defaultValue: [], validator: Validators.List())
            .String("mode", "M.", defaultValue: "none", oneOf: ["none", "all"]);

        var values = definition.Validate(Settings("tasks.max=abc", "flag=maybe", "list=a,a", "mode=foo", "unknown=1"));

        Assert.Equal(["tasks.max", "missing", "name", "flag", "list", "mode"], values.Select(value => value.Name));
        Assert.Equal(
            [
                "Invalid value abc for configuration tasks.max: Not a number of type INT",
                "Invalid value null for configuration tasks.max: Value must be non-null",
                "Missing required configuration \"missing\" which has no default value.",
                "Invalid value null for configuration missing: Value must be non-null",
                "Missing required configuration \"name\" which has no default value.",
                "Invalid value maybe for configuration flag: Expected value to be either true or false",
                "Configuration 'list' values must not be duplicated.",
                "Invalid value foo for configuration mode: String must be one of: none, all",
            ],
            values.SelectMany(value => value.Errors));
        Assert.Equal([null, null, null, null, "a,a", "foo"], values.Select(value => ConfigText.Render(value.Value)));
    }

    [Fact]
    public void A_setting_that_depends_on_two_others_is_examined_once()
    {
        var definition = new ConfigDef()
            .String("a", "A.", defaultValue: "", dependents: ["c"]).String("b", "B.", defaultValue: "", dependents: ["c"]).Int("c", "C.");

        var values = definition.Validate(Settings("c=x"));

        Assert.Equal(["Invalid value x for configuration c: Not a number of type INT"], values[2].Errors);
    }

    [Fact]
    public void An_undefined_dependent_is_reported_and_invisible()
    {
        var values = new ConfigDef().String("a", "A.", defaultValue: "", dependents: ["undef"]).Validate(Settings());

        Assert.Equal("undef", values[1].Name);
        Assert.Equal(["undef is referred in the dependents, but not defined."], values[1].Errors);
        Assert.False(values[1].Visible);
    }

    [Fact]
    public void Recommenders_see_every_parsed_value_and_decide_what_is_visible()
    {
        var definition = new ConfigDef().String("kind", "K.", recommender: new Recommender()).Int("later", "L.");

        var hidden = definition.Validate(Settings("kind=a", "later=0"))[0];
        var shown = definition.Validate(Settings("kind=a", "later=1"))[0];

        Assert.False(hidden.Visible);
        Assert.True(shown.Visible);
        Assert.Equal(["kind", 1], shown.RecommendedValues);
    }

    [Fact]
    public void A_recommender_that_fails_adds_an_error()
    {
        var values = new ConfigDef().String("kind", "K.", recommender: new Recommender()).Int("later", "L.").Validate(Settings("kind=a"));

        Assert.Equal(["no later"], values[0].Errors);
    }

    [Fact]
    public void A_class_is_shown_by_its_full_name_and_an_unknown_one_not_at_all()
    {
        var definition = new ConfigDef().Class("known", "K.").Class("unknown", "U.");

        var values = definition.Validate(Settings("known=Json", "unknown=X"), name => name == "Json" ? "Full.Json" : null);

        Assert.Equal(["Full.Json", null], values.Select(value => value.Value));
        Assert.Equal(["Invalid value X for configuration unknown: Class X could not be found."], values[1].Errors);
    }

    private static Dictionary<string, string?> Settings(params string[] settings) =>
        settings.Select(setting => setting.Split('=')).ToDictionary(parts => parts[0], string? (parts) => parts[1]);

    private sealed class Recommender : IConfigRecommender
    {
        public IReadOnlyList<object> ValidValues(string name, IReadOnlyDictionary<string, object?> parsedConfig) =>
            [name, parsedConfig["later"] ?? throw new ConfigException("no later")];

        public bool Visible(string name, IReadOnlyDictionary<string, object?> parsedConfig) => parsedConfig["later"] is 1;
    }
}
