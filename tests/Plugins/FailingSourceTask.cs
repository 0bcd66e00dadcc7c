using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Looks for its file again and again, fails when it is there, and has nothing to send.</summary>
internal sealed class FailingSourceTask : SourceTask
{
    // Tasks start side by side, and .NET appends where it found the end.
    private static readonly Lock StartsLock = new();
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private string _number = "";
    private string _failFile = "";

    public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        (_number, _failFile) = (settings["number"], $"{settings["fail.file"]}.{settings["number"]}");
        lock (StartsLock)
        {
            File.AppendAllText(settings["starts.file"], $"{_number}\n");
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        if (File.Exists(_failFile))
        {
            File.Delete(_failFile);
            throw new ConnectException($"The test wants task {_number} to fail.");
        }

        return [];
    }
}
