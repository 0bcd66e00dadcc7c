using System.Globalization;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Does what a file says, each time that it says something else: a number asks for so many tasks, anything else is an error that it raises.</summary>
public sealed class AskingSourceConnector : SourceConnector
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();
    private Task _watch = Task.CompletedTask;
    private int _tasks = 1;

    public override ConfigDef Config { get; } = new ConfigDef()
        .String("asks.file", "File that says what to do.")
        .String("starts.file", "File to which every start of the connector and of a task adds a line.")
        .String("secret", "What stands in that line.", "");

    public override Type TaskType => typeof(AskingSourceTask);

    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        File.AppendAllText(settings["starts.file"], $"connector {settings.GetValueOrDefault("secret")}\n");
        _watch = WatchAsync(context, settings["asks.file"]);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([.. Enumerable.Repeat(_settings, Math.Min(_tasks, tasksMax))]);

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        _stop.Dispose();
        await base.DisposeAsync();
    }

    private async Task WatchAsync(IConnectorContext context, string file)
    {
        var last = "";
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var text = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
            if (text == last)
            {
                continue;
            }

            last = text;
            if (int.TryParse(text, CultureInfo.InvariantCulture, out var tasks))
            {
                _tasks = tasks;
                context.RequestTaskReconfiguration();
            }
            else
            {
                context.RaiseError(new ConnectException(text));
            }
        }
    }
}
