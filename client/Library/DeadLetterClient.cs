using Grpc.Net.Client;
using OrleansConnect.Client.Calls;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client;

/// <summary>Lists, shows and replays dead letters: the records that connectors could not handle. See <see cref="ConnectClient.DeadLetters"/>.</summary>
public sealed class DeadLetterClient
{
    private readonly V1.DeadLetterService.DeadLetterServiceClient _service;
    private readonly CallRetry _retry;

    internal DeadLetterClient(GrpcChannel channel, CallRetry retry) => (_service, _retry) = (new(channel), retry);

    /// <summary>The newest dead letters of a connector, by cause.</summary>
    /// <param name="connector">Its name.</param>
    /// <param name="countMax">How many of the newest records of its dead letter queue to look at, up to 100,000; default 10,000.</param>
    /// <param name="withOthers">Whether those of other connectors that share the queue are wanted too; default false.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConnectClientException">There is no such connector: <see cref="ConnectErrorKind.NotFound"/>; it has no dead letter queue: <see cref="ConnectErrorKind.Invalid"/>.</exception>
    public Task<DeadLetterList> ListAsync(string connector, int countMax = 10_000, bool withOthers = false, CancellationToken cancellationToken = default)
    {
        var request = new V1.ListDeadLettersRequest { Name = connector, CountMax = countMax, WithOthers = withOthers };
        return _retry.RunAsync(async (call, _) => DeadLetterMessages.From(await _service.ListDeadLettersAsync(request, call).ConfigureAwait(false)), cancellationToken);
    }

    /// <summary>One dead letter, as it is and decoded as far as the connector's converters go.</summary>
    /// <param name="connector">The connector's name.</param>
    /// <param name="id">Partition and offset in the queue, for example <c>0:17</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConnectClientException">There is no such connector or letter: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task<DeadLetter> GetAsync(string connector, string id, CancellationToken cancellationToken = default) => _retry.RunAsync(
        async (call, _) => DeadLetterMessages.From(await _service.GetDeadLetterAsync(new() { Name = connector, Id = id }, call).ConfigureAwait(false)), cancellationToken);

    /// <summary>What would become of dead letters in a replay; refuses what the replay would refuse, and writes nothing.</summary>
    /// <returns>What would become of each letter, in the order of the queue.</returns>
    /// <exception cref="ConnectClientException">As for <see cref="ReplayAsync"/>.</exception>
    public Task<IReadOnlyList<ReplayedDeadLetter>> PreviewAsync(string connector, DeadLetterReplay replay, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(replay);
        var request = ReplayMessages.To(connector, replay);
        request.Preview = true;
        return _retry.RunAsync(async (call, _) => ReplayMessages.From(await _service.ReplayDeadLettersAsync(request, call).ConfigureAwait(false)), cancellationToken);
    }

    /// <summary>
    /// Replays dead letters that were not replayed before: to a topic all of them or none, straight to a sink each with an outcome of its own. Repeat the call if its outcome is not known:
    /// what was replayed is not replayed twice.
    /// </summary>
    /// <returns>What became of each letter, in the order of the queue.</returns>
    /// <exception cref="ConnectClientException">
    /// A letter or topic is not there: <see cref="ConnectErrorKind.NotFound"/>; the request makes no sense: <see cref="ConnectErrorKind.Invalid"/>; another replay of the queue began meanwhile:
    /// <see cref="ConnectErrorKind.Conflict"/>.
    /// </exception>
    public Task<IReadOnlyList<ReplayedDeadLetter>> ReplayAsync(string connector, DeadLetterReplay replay, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(replay);
        var request = ReplayMessages.To(connector, replay);

        // A second one would do no harm, but tell that everything was replayed before.
        return _retry.RunOnceAsync(async call => ReplayMessages.From(await _service.ReplayDeadLettersAsync(request, call).ConfigureAwait(false)), cancellationToken);
    }
}
