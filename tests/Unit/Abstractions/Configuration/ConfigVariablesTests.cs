using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Tests.Unit.Abstractions.Configuration;

public sealed partial class ConfigVariablesTests
{
    [Theory]
    [InlineData("${env:A1}", "x")]
    [InlineData("${env::A1}", "x")]
    [InlineData("x${env:A1}y${env:B1}z", "xxyyz")]
    [InlineData("$${env:A1}", "$x")]
    [InlineData("${env:p:A1}", "p/x")]
    [InlineData("${env:p:A1:c}", "${env:p:A1:c}")]
    [InlineData("${no:A1}", "${no:A1}")]
    [InlineData("${env:Q}", "${env:Q}")]
    [InlineData("${env:}", "${env:}")]
    [InlineData("${env}", "${env}")]
    [InlineData("${ env:A1}", "${ env:A1}")]
    [InlineData("${env: A1}", "${env: A1}")]
    [InlineData("${env:A1", "${env:A1")]
    [InlineData("${${env:A1}}", "${${env:A1}}")]
    [InlineData("${:x}", "${:x}")]
    [InlineData("${env:N1}", "${env:A1}")]
    [InlineData(null, null)]
    public async Task Replaces_what_is_known_and_leaves_the_rest(string? text, string? resolved)
    {
        var settings = new Dictionary<string, string?> { ["k"] = text };

        var result = await ConfigVariables.ResolveAsync(settings, Find(new Provider()), TestContext.Current.CancellationToken);

        Assert.Equal(resolved, result.Settings["k"]);
    }

    [Fact]
    public async Task Asks_once_for_each_path_and_keeps_the_shortest_time_to_live()
    {
        var provider = new Provider();
        var settings = new Dictionary<string, string?> { ["a"] = "${env:A1}${env:B1}", ["b"] = "${env:A1}", ["c"] = "${env:10:A1}", ["d"] = "${env:20:A1}" };

        var result = await ConfigVariables.ResolveAsync(settings, Find(provider), TestContext.Current.CancellationToken);

        Assert.Equal(["", "20", "10"], provider.Asked);
        Assert.Equal(TimeSpan.FromSeconds(10), result.TimeToLive);
    }

    [Fact]
    public async Task Asks_in_the_order_of_Kafka_Connects_maps()
    {
        var provider = new Provider();
        var names = new List<string>();
        var settings = new Dictionary<string, string?> { ["a"] = "${env:10:A1}${env:20:A1}", ["b"] = "${file:30:A1}" };

        await ConfigVariables.ResolveAsync(settings, name => { names.Add(name); return provider; }, TestContext.Current.CancellationToken);

        Assert.Equal(["file", "env"], names);
        Assert.Equal(["30", "20", "10"], provider.Asked);
    }

    [Fact]
    public async Task Nothing_to_replace_never_expires()
    {
        var settings = new Dictionary<string, string?> { ["a"] = "b" };

        var result = await ConfigVariables.ResolveAsync(settings, Find(new Provider()), TestContext.Current.CancellationToken);

        Assert.Null(result.TimeToLive);
    }

    [Fact]
    public void Restores_the_variable_where_a_task_kept_the_connectors_value()
    {
        var original = new Dictionary<string, string?> { ["password"] = "${env:A1}", ["user"] = "${env:B1}", ["plain"] = "p" };
        var resolved = new Dictionary<string, string?> { ["password"] = "x\n", ["user"] = "y", ["plain"] = "p" };
        var derived = new Dictionary<string, string?> { ["password"] = "x", ["user"] = "changed", ["plain"] = "p", ["task"] = "x" };

        var restored = ConfigVariables.Restore(derived, original, resolved);

        Assert.Equal(new Dictionary<string, string?> { ["password"] = "${env:A1}", ["user"] = "changed", ["plain"] = "p", ["task"] = "x" }, restored);
    }

    // Kafka Connect's own pattern says what a variable is; on long texts it takes hours.
    [Fact]
    public void Finds_what_Kafka_Connects_pattern_finds()
    {
        var random = new Random(20261130);
        for (var round = 0; round < 200_000; round++)
        {
            var text = new string(random.GetItems<char>("$${{}}:::ab\n", random.Next(1, 14)));

            var found = ConfigVariable.In(text).Select(variable => (variable.Start, variable.Text, variable.Provider, variable.Path, variable.Key));

            Assert.Equal(Pattern().Matches(text).Select(match => (match.Index, match.Value, match.Groups[1].Value, match.Groups[3].Value, match.Groups[4].Value)), found);
        }
    }

    [Theory(Timeout = 10_000)]
    [InlineData("${", ":")]
    [InlineData("", "${:")]
    [InlineData("", "${a")]
    [InlineData("", "${a}")]
    public async Task Long_texts_take_no_longer_than_it_takes_to_read_them(string beginning, string repeated)
    {
        var text = beginning + string.Concat(Enumerable.Repeat(repeated, 200_000));

        var result = await Task.Run(
            async () => await ConfigVariables.ResolveAsync(new Dictionary<string, string?> { ["k"] = text }, Find(new Provider()), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);

        Assert.Equal(text, result.Settings["k"]);
        Assert.False(ConfigVariables.In(text));
    }

    [GeneratedRegex(@"\$\{([^}]*?):(([^}]*?):)?([^}]*?)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    private static Func<string, IConfigProvider?> Find(Provider provider) => name => name == "env" ? provider : null;

    private sealed class Provider : IConfigProvider
    {
        private static readonly Dictionary<string, string> Values = new() { ["A1"] = "x", ["B1"] = "y", ["N1"] = "${env:A1}" };

        public List<string> Asked { get; } = [];

        public void Configure(IReadOnlyDictionary<string, string?> settings)
        {
        }

        public ValueTask<ConfigData> GetAsync(string path, IReadOnlySet<string> keys, CancellationToken cancellationToken)
        {
            Asked.Add(path);
            var found = Values.Where(value => keys.Contains(value.Key)).ToDictionary(value => value.Key, value => path == "p" ? $"p/{value.Value}" : value.Value);
            return ValueTask.FromResult(new ConfigData(found, int.TryParse(path, out var seconds) ? TimeSpan.FromSeconds(seconds) : null));
        }
    }
}
