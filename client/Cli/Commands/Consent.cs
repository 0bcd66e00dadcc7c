namespace OrleansConnect.Cli.Commands;

/// <summary>Whether a plan may be done: said beforehand, or asked for.</summary>
internal sealed record Consent(bool IsDryRun, bool IsGiven)
{
    /// <exception cref="CommandException">It was refused, or nobody can be asked.</exception>
    public async Task RequireAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        if (IsGiven)
        {
            return;
        }

        if (!terminal.CanAsk)
        {
            throw new CommandException(ExitCode.Usage, "Nothing was changed: nobody can be asked here. Add --yes to do it, or --dry-run to see the plan only.");
        }

        await terminal.Output.WriteAsync("Do this? [y/N] ");
        await terminal.Output.FlushAsync(cancellationToken);
        var answer = await terminal.Input.ReadLineAsync(cancellationToken);
        if (answer?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CommandException(ExitCode.Failed, "Nothing was changed.");
        }
    }
}
