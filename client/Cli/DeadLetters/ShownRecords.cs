using OrleansConnect.Client;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>Keeps no more records of a plan than are shown: a plan may have many letters, and each record may be large.</summary>
internal sealed class ShownRecords(bool keepsAll)
{
    private int _failing;
    private int _others;

    /// <summary>The letter, without its record if enough of its kind came before.</summary>
    public ReplayedDeadLetter Keep(ReplayedDeadLetter letter) =>
        (letter.Error is null ? _others++ : _failing++) < ReplayText.ShownMax || keepsAll ? letter : letter with { Record = null };
}
