namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Reports of records that failed, on their way. No offset behind such a record is committed before its report is safe.</summary>
internal sealed class PendingReports
{
    // What many bad records in a row may cost in memory before the loop waits for their reports.
    private const int CountMax = 1000;

    private readonly Lock _lock = new();
    private readonly List<Task> _reports = [];

    /// <summary>Keeps a report; waits for all when there are many.</summary>
    public ValueTask AddAsync(Task report, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _reports.Add(report);
            if (_reports.Count < CountMax)
            {
                return ValueTask.CompletedTask;
            }
        }

        return new(WaitAsync(cancellationToken));
    }

    /// <summary>Throws what a report failed with, if one has.</summary>
    public void ThrowIfFailed()
    {
        Task? failed;
        lock (_lock)
        {
            failed = _reports.Find(report => report.IsFaulted);
        }

        failed?.GetAwaiter().GetResult();
    }

    /// <summary>Waits for all reports; throws what one of them failed with, every time: its record is not safe.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task[] reports;
        lock (_lock)
        {
            if (_reports.Count == 0)
            {
                return;
            }

            reports = [.. _reports];
        }

        await Task.WhenAll(reports).WaitAsync(cancellationToken);
        lock (_lock)
        {
            _reports.RemoveAll(report => report.IsCompletedSuccessfully);
        }
    }
}
