using System.Collections.Concurrent;
using System.Globalization;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd.Client;

/// <summary>
/// How long the management API takes to answer, asked without a break from before something goes wrong until it is over: questions over REST and gRPC, and commands to a connector that
/// has nothing to do with it.
/// </summary>
internal sealed class AnswerTimes : IAsyncDisposable
{
    // On a machine of two processors on which tests and workers are started beside, one answer in ten may be late.
    private const double Share = 0.9;
    private const int CountMin = 50;

    // Of the times by which a thread wakes too late, which the machine costs everybody: a question is handed on about as often, between two processes.
    private const int HandsOn = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WorstLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Worker _worker;
    private readonly ConnectClient _client;
    private readonly ConcurrentQueue<(TimeSpan Took, string What)> _times = new();
    private readonly ConcurrentQueue<TimeSpan> _late = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _asking;

    private AnswerTimes(Worker worker, ConnectClient client, (string What, Func<Task> Ask)[] questions)
    {
        (_worker, _client) = (worker, client);
        _asking = AskAsync(questions);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Begins to ask.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="bystander">A connector that runs.</param>
    /// <param name="withCommands">Whether it is paused and resumed again and again.</param>
    public static async Task<AnswerTimes> StartAsync(Worker worker, string bystander, bool withCommands = true)
    {
        var client = new ConnectClient($"http://127.0.0.1:{worker.GrpcPort}");
        (string What, Func<Task> Ask)[] questions =
        [
            ("GET /connectors", () => worker.Rest.GetStringAsync("/connectors", Cancel)),
            ("GET status", () => worker.Rest.GetStringAsync($"/connectors/{bystander}/status", Cancel)),
            ("ListConnectors", () => client.ListConnectorsAsync(withStatus: true, cancellationToken: Cancel)),
        ];
        if (withCommands)
        {
            questions = [.. questions, ("PUT pause", () => PutAsync(worker, bystander, "pause")), ("PUT resume", () => PutAsync(worker, bystander, "resume"))];
        }

        // What a worker compiles when it is asked first is not what is measured.
        foreach (var (_, ask) in questions)
        {
            await ask();
        }

        return new(worker, client, questions);
    }

    /// <summary>Ends the questions; nine answers of ten have come within 100 ms, and each within two seconds, beyond what the machine has kept every process waiting meanwhile.</summary>
    public async Task AssertPromptAsync(string what)
    {
        await Eventually.IsTrueAsync(() => _times.Count >= CountMin || _asking.IsCompleted, $"{CountMin} questions are answered {what}", details: () => _worker.Log);
        await StopAsync();
        var times = _times.OrderBy(time => time.Took).ToList();
        var (high, worst) = (times[(int)(times.Count * Share)], times[^1]);
        var late = _late.Order().ToList();
        var (highLate, worstLate) = (late[(int)(late.Count * Share)], late[^1]);
        var text = $"{Text(what, times.Count, high, worst)} Threads woke {highLate.TotalMilliseconds:0.0} and {worstLate.TotalMilliseconds:0.0} ms too late.";
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        Assert.True(high.Took < Limit + (HandsOn * highLate) && worst.Took < WorstLimit + (HandsOn * worstLate), $"{text}\n{_worker.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _client.Dispose();
    }

    private static string Text(string what, int count, (TimeSpan Took, string What) high, (TimeSpan Took, string What) worst) => string.Create(
        CultureInfo.InvariantCulture,
        $"Of {count} answers {what}, {Share:P0} came within {high.Took.TotalMilliseconds:0.0} ms, and the last ('{worst.What}') within {worst.Took.TotalMilliseconds:0.0} ms.");

    private static async Task PutAsync(Worker worker, string bystander, string command)
    {
        using var response = await worker.Rest.PutAsync($"/connectors/{bystander}/{command}", null, Cancel);
        response.EnsureSuccessStatusCode();
    }

    private async Task AskAsync((string What, Func<Task> Ask)[] questions)
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var (what, ask) in questions)
            {
                var start = TimeProvider.System.GetTimestamp();
                await ask();
                _times.Enqueue((TimeProvider.System.GetElapsedTime(start), what));
                var pause = TimeProvider.System.GetTimestamp();
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
                _late.Enqueue(TimeProvider.System.GetElapsedTime(pause) - Pause);
            }
        }
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _asking;
    }
}
