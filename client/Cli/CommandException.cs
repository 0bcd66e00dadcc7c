namespace OrleansConnect.Cli;

/// <summary>A command cannot be done; the message is for people and the code for the shell.</summary>
internal sealed class CommandException(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode => exitCode;
}
