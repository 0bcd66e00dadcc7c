using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What became of records, until the runner's loop asks. Used under the lock of <see cref="PendingRecords"/>.</summary>
internal sealed class Deliveries
{
    private List<DeliveredRecord> _delivered = [];
    private List<FailedDelivery> _failed = [];
    private TaskCompletionSource _firstFailure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a record fails that <see cref="TakeFailed"/> has not returned.</summary>
    public Task FirstFailure => _firstFailure.Task;

    public bool HasFailed => _failed.Count > 0;

    public bool HasDelivered => _delivered.Count > 0;

    public void Add(DeliveredRecord record) => _delivered.Add(record);

    public void Add(FailedDelivery failed)
    {
        _failed.Add(failed);
        SetFailed();
    }

    /// <summary>Something failed that is no single record.</summary>
    public void SetFailed() => _firstFailure.TrySetResult();

    public ReadOnlyMemory<DeliveredRecord> TakeDelivered()
    {
        (var delivered, _delivered) = (_delivered, []);
        return delivered.ToArray();
    }

    public IReadOnlyList<FailedDelivery> TakeFailed()
    {
        (var failed, _failed) = (_failed, []);
        _firstFailure = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return failed;
    }
}
