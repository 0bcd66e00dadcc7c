using System.Globalization;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

internal sealed class FlakySourceTask : SourceTask
{
    public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        File.AppendAllLines(settings["starts.file"], ["started"]);
        if (File.ReadAllLines(settings["starts.file"]).Length <= int.Parse(settings["failing.starts"], CultureInfo.InvariantCulture))
        {
            throw settings.GetValueOrDefault("failure") == "permanent" ? new ConfigException("The test wants another configuration.") : new ConnectException("The test wants this start to fail.");
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return [];
    }
}
