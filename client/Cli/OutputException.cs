namespace OrleansConnect.Cli;

/// <summary>The command's output cannot be written.</summary>
internal sealed class OutputException(string reason) : IOException($"The output cannot be written: {reason}.")
{
    /// <summary>Whether the program that read it has ended, as <c>head</c> does when it has seen enough.</summary>
    public bool IsAbandoned { get; init; }
}
