using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Plugins;

/// <summary>The version that lists, the choice of a version and statuses have of a plugin.</summary>
public sealed class OwnVersionTests
{
    private static readonly string OfAssembly = PluginVersions.Of(typeof(OwnVersionTests));

    [Fact]
    public void A_plugin_that_says_its_version_is_listed_with_it()
    {
        var listed = PluginTypes.In(typeof(OwnVersionTests).Assembly, "here").Single(plugin => plugin.Type == typeof(Numbered));

        Assert.Equal("7.8", listed.Version);
    }

    [Fact]
    public void One_that_does_not_is_not_made_for_that()
    {
        Unnumbered.Made = 0;

        Assert.Equal(OfAssembly, OwnVersion.Of(typeof(Unnumbered), null, (_, _) => Assert.Fail("It does not say any.")));
        Assert.Equal(0, Unnumbered.Made);
    }

    [Theory]
    [InlineData(typeof(Throwing), "no version today")]
    [InlineData(typeof(Hanging), "did not say its version within 20 ms")]
    public void One_that_throws_or_hangs_has_that_of_its_assembly_and_is_named(Type type, string reason)
    {
        var told = new List<string>();

        var version = OwnVersion.Of(type, null, (about, error) => told.Add($"{about.Name}: {error.Message}"), TimeSpan.FromMilliseconds(type == typeof(Hanging) ? 20 : 5000));

        Assert.Equal(OfAssembly, version);
        Assert.Contains(reason, Assert.Single(told), StringComparison.Ordinal);
    }

    public abstract class Idle : SourceConnector
    {
        public override ConfigDef Config => new();

        public override Type TaskType => typeof(object);

        public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) => new([]);
    }

    public sealed class Numbered : Idle
    {
        public override string Version => "7.8";
    }

    public sealed class Unnumbered : Idle
    {
        public Unnumbered() => Made++;

        public static int Made { get; set; }
    }

    internal sealed class Throwing : Idle
    {
        public override string Version => throw new InvalidOperationException("no version today");
    }

    internal sealed class Hanging : Idle
    {
        public override string Version
        {
            get
            {
                using var never = new ManualResetEventSlim();
                never.Wait(CancellationToken.None);
                return "";
            }
        }
    }
}
