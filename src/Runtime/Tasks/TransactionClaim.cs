using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Makes a runner the owner of its task's transactions. A runner that was held up while a later one took its place must not fence that one, so it asks before; should it be held up
/// between question and claim, it finds out after, and the later one starts again.
/// </summary>
internal sealed class TransactionClaim(TaskControl control, ITransactionalSender sender, TimeProvider time)
{
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        await RequireWantedAsync(cancellationToken);
        control.Counters.WaitsFor = "kafka";
        await sender.InitAsync(cancellationToken);
        control.Counters.WaitsFor = "start";
        await RequireWantedAsync(cancellationToken);
    }

    private async Task RequireWantedAsync(CancellationToken cancellationToken)
    {
        if (!await new WantedTask(control, time).AskAsync(cancellationToken))
        {
            throw new ConnectException($"Cannot start source task {control.Id} as it has already been revoked from this worker");
        }
    }
}
