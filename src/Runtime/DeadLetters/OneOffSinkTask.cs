using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>A task of a sink that is given a few records and nothing else. Its offsets are committed nowhere.</summary>
internal sealed partial class OneOffSinkTask : IAsyncDisposable
{
    private static readonly TimeSpan FlushPause = TimeSpan.FromMilliseconds(100);

    // A task that writes in the background says nothing at first.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly TaskThread _thread;
    private readonly TaskControl _control;
    private readonly TaskResources _resources;
    private readonly SinkPositions _positions = new();
    private readonly ReportedRecords _reported = new();
    private readonly Backoff _backoff;
    private readonly TaskServices _services;
    private readonly ILogger _logger;
    private SinkTaskContext? _context;
    private SinkTask? _task;
    private Task _call = Task.CompletedTask;

    public OneOffSinkTask(TaskServices services, TaskSpec spec)
    {
        (_services, _logger) = (services, services.Logs.CreateLogger<OneOffSinkTask>());
        _thread = new($"replay {spec.Id}");
        _control = new(spec.Id, new TaskState(NobodyWatches.Instance), new TaskCounters(services.Time), _thread);
        _resources = new(error => LogNotStopped(_control.Secrets.Hide(error), spec.Id));
        _backoff = new(services.Time);
    }

    /// <summary>Records that the task itself found bad, with the reasons.</summary>
    public IReadOnlyDictionary<(TopicPartition Partition, long Offset), Exception> Reported => _reported.All;

    /// <summary>Puts variables in the place of what they stand for.</summary>
    public string Hide(string text) => _control.Secrets.Hide(text);

    /// <summary>Makes the task, starts it and opens the partitions.</summary>
    /// <exception cref="ConnectRequestException">A task of this kind cannot be used for a moment.</exception>
    public Task StartAsync(TaskSpec spec, IReadOnlyCollection<TopicPartition> partitions) => _call = StartTaskAsync(spec, partitions);

    /// <summary>Gives the task one record, again while it asks for that.</summary>
    public Task PutAsync(SinkRecord record) => _call = PutRecordAsync(record);

    /// <summary>Returns when the task says that everything it was given is written. One that goes on saying nothing of offsets is a <see cref="ConnectException"/>: it commits on terms of its own.</summary>
    public Task FlushAsync(IReadOnlyDictionary<TopicPartition, long> offsets) => _call = FlushTaskAsync(offsets);

    /// <summary>Ends the task, in the background where it does not end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        var signalled = _control.Stopping.SetAsync();
        var stopped = StopAsync();
        await Task.WhenAll(signalled, stopped).WaitAsync(StopLimit, _services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopped.IsCompleted)
        {
            LogStopsSlowly(_control.Id, StopLimit.TotalMilliseconds);
        }
    }

    private async Task StartTaskAsync(TaskSpec spec, IReadOnlyCollection<TopicPartition> partitions)
    {
        var opened = await OpenedTask.OpenAsync(_services, spec, _control, _resources);
        foreach (var partition in partitions)
        {
            _positions.Add(partition, null);
        }

        _context = new(opened.Context, _positions, NoInput.Instance, _reported, _control.Wake);
        await _thread.SwitchAsync();
        _task = opened.Create<SinkTask>();
        await _task.StartAsync(_context, _context.Settings, _control.Stopping.Plugin);
        await _thread.SwitchAsync();
        RequireNoOffsets(_task is IExactlyOnceSinkTask { StoresOffsets: true });
        await _task.OpenAsync(partitions, _control.Stopping.Plugin);
        RequireNoOffsets(_context.HasRewinds);
    }

    private async Task PutRecordAsync(SinkRecord record)
    {
        var (task, context) = Started();
        while (true)
        {
            await _thread.SwitchAsync();
            try
            {
                await task.PutAsync([record], _control.Stopping.Plugin);
                return;
            }
            catch (RetriableException)
            {
                await Task.Delay(context.TakeTimeout() ?? _backoff.Take(), _services.Time, _control.Stopping.Own);
            }
        }
    }

    private async Task FlushTaskAsync(IReadOnlyDictionary<TopicPartition, long> offsets)
    {
        var ((task, context), started) = (Started(), _services.Time.GetTimestamp());
        while (true)
        {
            await _thread.SwitchAsync();
            var written = await task.PreCommitAsync(offsets, _control.Stopping.Plugin);
            if (context.HasRewinds)
            {
                throw new ConnectException("The task asks to read records again, which were not read from Kafka.");
            }

            if (offsets.All(offset => written.TryGetValue(offset.Key, out var next) && next >= offset.Value))
            {
                return;
            }

            if (written.Count == 0 && _services.Time.GetElapsedTime(started) > SilenceLimit)
            {
                throw new ConnectException("The task took the letters and does not say whether it has written them: it answers a flush without offsets, because it commits on its own terms.");
            }

            // A task that writes in the background needs its turn to see how far it is.
            await Task.Delay(FlushPause, _services.Time, _control.Stopping.Own);
            await _thread.SwitchAsync();
            await task.PutAsync([], _control.Stopping.Plugin);
        }
    }

    private async Task StopAsync()
    {
        // Two calls into a task never run at the same time.
        await _call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await _thread.SwitchAsync();
            if (_task is { } task)
            {
                await CloseAsync(task);
            }
        }
        catch (Exception error)
        {
            // The policy for a task that does not close well: what it was given is flushed or known to be in doubt by now.
            LogNotStopped(_control.Secrets.Hide(error), _control.Id);
        }
        finally
        {
            await _resources.DisposeAsync();
            _thread.Dispose();
        }
    }

    private async Task CloseAsync(SinkTask task)
    {
        try
        {
            await task.CloseAsync([.. _positions.Partitions], CancellationToken.None);
        }
        finally
        {
            await _thread.SwitchAsync();
            await task.DisposeAsync();
        }
    }

    private (SinkTask Task, SinkTaskContext Context) Started() =>
        _task is { } task && _context is { } context ? (task, context) : throw new InvalidOperationException("The task was not started.");

    private void RequireNoOffsets(bool hasOffsets)
    {
        if (hasOffsets)
        {
            throw ConnectRequestException.Invalid(
                $"Connector '{_control.Id.Connector}' keeps in its target system how far it has read, so that records cannot be given to it past their topic. "
                + "Replay the letters to the topic (--to topic). Nothing was replayed.");
        }
    }

    [LoggerMessage(LogLevel.Warning, "The task {Task} that was made for a replay of dead letters did not close well.")]
    private partial void LogNotStopped(Exception error, TaskId task);

    [LoggerMessage(LogLevel.Warning, "The task {Task} that was made for a replay of dead letters did not stop within {ElapsedMs} ms and was abandoned.")]
    private partial void LogStopsSlowly(TaskId task, double elapsedMs);
}
