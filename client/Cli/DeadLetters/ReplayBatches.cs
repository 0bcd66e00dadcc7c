using System.Runtime.CompilerServices;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>A replay in as many calls as it takes.</summary>
internal sealed class ReplayBatches(ConnectClient client, string connector, DeadLetterReplay replay, int size)
{
    public string Connector => connector;

    /// <summary>What would become of all letters; with all records, or only those that are shown.</summary>
    public async Task<IReadOnlyList<ReplayedDeadLetter>> PreviewAsync(bool withAllRecords, CancellationToken cancellationToken)
    {
        var (letters, records) = (new List<ReplayedDeadLetter>(replay.Ids.Count), new ShownRecords(withAllRecords));
        foreach (var ids in replay.Ids.Chunk(size))
        {
            letters.AddRange((await client.DeadLetters.PreviewAsync(connector, replay with { Ids = ids }, cancellationToken)).Select(records.Keep));
        }

        return letters;
    }

    /// <summary>What became of these letters, batch for batch; ends where the connector's task fails.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ReplayedDeadLetter>> ReplayAsync(IReadOnlyList<string> all, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isBroken = false;
        foreach (var ids in all.Chunk(size))
        {
            var letters = isBroken
                ? [.. ids.Select(id => new ReplayedDeadLetter(id, ReplayState.NotTried))]
                : await client.DeadLetters.ReplayAsync(connector, replay with { Ids = ids }, cancellationToken);
            yield return letters;
            isBroken |= letters.Any(letter => letter is { State: ReplayState.NotTried or ReplayState.Unknown, Before: null });
        }
    }
}
