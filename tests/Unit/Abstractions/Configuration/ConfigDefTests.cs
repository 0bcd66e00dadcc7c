using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Unit.Abstractions.Configuration;

public sealed class ConfigDefTests
{
    [Fact]
    public void A_setting_without_default_is_required_unless_it_says_otherwise()
    {
        var definition = new ConfigDef().String("a", "A.").Int("b", "B.", required: false, min: 1).Int("c", "C.", defaultValue: 5);

        Assert.Equal([false, true, true], definition.Keys.Select(key => key.HasDefault));
        Assert.Equal([null, null, 5], definition.Keys.Select(key => key.DefaultValue));
    }

    [Fact]
    public void Adding_leaves_the_original_as_it_was()
    {
        var original = new ConfigDef().String("a", "A.");

        var longer = original.Merge(new ConfigDef().String("b", "B."));

        Assert.Equal(["a"], original.Keys.Select(key => key.Name));
        Assert.Equal(["a", "b"], longer.Keys.Select(key => key.Name));
    }

    [Fact]
    public void A_name_is_defined_once()
    {
        var error = Assert.Throws<ConfigException>(() => new ConfigDef().String("a", "A.").Int("a", "A."));

        Assert.Equal("Configuration a is defined twice.", error.Message);
    }

    [Fact]
    public void A_default_is_parsed_and_has_to_be_valid()
    {
        var parsed = new ConfigDef().Add(new ConfigKey("a", ConfigType.Int) { DefaultValue = " 5 " });
        var unreadable = Assert.Throws<ConfigException>(() => new ConfigDef().Add(new ConfigKey("a", ConfigType.Int) { DefaultValue = "x" }));
        var refused = Assert.Throws<ConfigException>(() => new ConfigDef().Int("a", "A.", defaultValue: 0, min: 1));

        Assert.Equal(5, parsed.Find("a")!.DefaultValue);
        Assert.Equal("Invalid value x for configuration a: Not a number of type INT", unreadable.Message);
        Assert.Equal("Invalid value 0 for configuration a: Value must be at least 1", refused.Message);
    }

    [Fact]
    public void Groups_are_in_the_order_of_their_first_mention()
    {
        var definition = new ConfigDef().String("a", "A.", group: "Y").String("b", "B.").String("c", "C.", group: "X").String("d", "D.", group: "Y");

        Assert.Equal(["Y", "X"], definition.Groups);
    }

    [Fact]
    public void Embedding_prefixes_names_groups_and_dependents_and_orders_as_Kafka_does()
    {
        var child = new ConfigDef()
            .String("z", "Z.", defaultValue: "1", importance: Importance.Low)
            .String("y", "Y.", defaultValue: "1", importance: Importance.High)
            .String("grouped", "G.", group: "Inner", dependents: ["z"])
            .Int("required", "R.", min: 1);

        var keys = new ConfigDef().Embed("pre.", "Outer", 7, child).Keys;

        Assert.Equal(["pre.required", "pre.y", "pre.z", "pre.grouped"], keys.Select(key => key.Name));
        Assert.Equal(["required", "y", "z", "grouped"], keys.Select(key => key.DisplayName));
        Assert.Equal([7, 8, 9, 10], keys.Select(key => key.OrderInGroup));
        Assert.Equal(["Outer", "Outer", "Outer", "Outer: Inner"], keys.Select(key => key.Group));
        Assert.Equal(["pre.z"], keys[3].Dependents);
    }

    [Fact]
    public void Embedded_rules_see_the_name_without_its_prefix()
    {
        var child = new ConfigDef().Int("n", "N.", min: 1, recommender: new NamesOfOthers());
        var definition = new ConfigDef().String("outer", "O.", defaultValue: "").Embed("pre.", "Outer", 0, child);

        var value = definition.Validate(new Dictionary<string, string?> { ["pre.n"] = "0" })[1];

        Assert.Equal("pre.n", value.Name);
        Assert.Equal(["Invalid value 0 for configuration n: Value must be at least 1"], value.Errors);
        Assert.Equal(["n asked of n"], value.RecommendedValues);
    }

    [Fact]
    public void Types_importances_and_widths_have_wire_names()
    {
        Assert.Equal("BOOLEAN", ConfigType.Boolean.WireName());
        Assert.Equal("HIGH", Importance.High.WireName());
        Assert.Equal("NONE", Width.None.WireName());
    }

    private sealed class NamesOfOthers : IConfigRecommender
    {
        public IReadOnlyList<object> ValidValues(string name, IReadOnlyDictionary<string, object?> parsedConfig) =>
            [$"{name} asked of {string.Join(',', parsedConfig.Keys)}"];

        public bool Visible(string name, IReadOnlyDictionary<string, object?> parsedConfig) => true;
    }
}
