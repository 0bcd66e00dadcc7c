extern alias cli;

using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.Files;
using cli::OrleansConnect.Cli.Plans;
using cli::OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class PlanTests
{
    private static readonly Secrets NoSecrets = new([]);

    [Fact]
    public void A_plan_names_what_is_created_changed_and_deleted_and_the_settings_that_differ()
    {
        var plan = Plan.Of(
            [File("new", ("a", "1")), File("changed", ("same", "1"), ("differs", "2"), ("added", "3")), File("same", ("a", "1"))],
            [Present("changed", ("same", "1"), ("differs", "1"), ("removed", "0")), Present("same", ("a", "1")), Present("extra")],
            _ => NoSecrets,
            prune: true);

        Assert.Equal(
            """
              unchanged same (same.json)
            + create new (new.json)
                  a = 1
            ~ change changed (changed.json)
                + added = 3
                ~ differs: 1 -> 2
                - removed = 0
            - delete extra
            Plan: create 1, change 1, delete 1; 1 unchanged.

            """,
            PlainText.Of(PlanText.Of(plan), 200));
    }

    [Fact]
    public void Without_prune_nothing_is_deleted()
    {
        var plan = Plan.Of([File("a", ("k", "1"))], [Present("a", ("k", "1")), Present("extra")], _ => NoSecrets, prune: false);

        Assert.True(plan.IsEmpty);
        Assert.Equal("Plan: nothing to do; 1 unchanged.", PlanText.Summary(plan));
    }

    [Fact]
    public void The_name_in_a_configuration_is_no_difference()
    {
        var plan = Plan.Of([File("a", ("name", "a"), ("k", "1"))], [Present("a", ("k", "1"))], _ => NoSecrets, prune: false);

        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public void Secrets_are_compared_and_never_shown()
    {
        var plan = Plan.Of(
            [File("a", ("connection.password", "new-one"), ("pin", "4711"))], [Present("a", ("connection.password", "old-one"), ("pin", "1147"))], _ => new(["pin"]), prune: false);

        var text = PlainText.Of(PlanText.Of(plan), 200);
        var json = JsonOutput.Text(PlanJson.Of(plan, applied: false));

        Assert.Contains("connection.password: [hidden] -> [hidden]", text, StringComparison.Ordinal);
        Assert.All((string[])["new-one", "old-one", "4711", "1147"], secret => Assert.DoesNotContain(secret, text + json, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("database.password", "x", "[hidden]")]
    [InlineData("sasl.jaas.config", "x", "[hidden]")]
    [InlineData("value.converter.basic.auth.user.info", "x", "[hidden]")]
    [InlineData("database.password", "${file:/run/secrets:db}", "${file:/run/secrets:db}")]
    [InlineData("database.password", "${a}x${b}", "[hidden]")]
    [InlineData("topics", "x", "x")]
    public void A_secret_is_hidden_and_a_variable_is_not(string key, string value, string shown) => Assert.Equal(shown, NoSecrets.Show(key, value));

    private static ConnectorFile File(string name, params (string Key, string Value)[] config) =>
        new(name + ".json", name, config.ToDictionary(setting => setting.Key, setting => setting.Value), null);

    private static ConnectorInfo Present(string name, params (string Key, string Value)[] config) =>
        new(name, ConnectorKind.Source, config.ToDictionary(setting => setting.Key, setting => setting.Value), [0]);
}
