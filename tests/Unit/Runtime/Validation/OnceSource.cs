using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Unit.Runtime.Validation;

/// <summary>A connector that says of itself what its setting <c>once</c> says.</summary>
internal sealed class OnceSource : SourceConnector
{
    public override ConfigDef Config { get; } = new ConfigDef().String("once", "What to say.");

    public override Type TaskType => throw new NotSupportedException();

    public override ExactlyOnceSupport ExactlyOnceSupport(IReadOnlyDictionary<string, string> settings) =>
        settings["once"] == "throw" ? throw new InvalidOperationException("no idea") : Enum.Parse<ExactlyOnceSupport>(settings["once"]);

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
