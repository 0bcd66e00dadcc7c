using System.ComponentModel;
using System.Diagnostics;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>Opens a letter in the user's editor.</summary>
internal static class LetterEditor
{
    private static readonly string[] Variables = ["VISUAL", "EDITOR"];

    /// <summary>What was changed; null if nothing was.</summary>
    public static async Task<DeadLetterEdit?> EditAsync(Terminal terminal, DeadLetter letter, CancellationToken cancellationToken)
    {
        var editor = Variables.Select(terminal.Variable).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
            ?? (terminal.CanAsk ? (OperatingSystem.IsWindows() ? "notepad" : "vi")
                : throw new CommandException(ExitCode.Usage, "There is no terminal for an editor. Set EDITOR, or say what is to change with --key, --value, --set-value or --header."));
        var folder = Directory.CreateTempSubdirectory("orleans-connect-");
        try
        {
            var (path, before) = (Path.Combine(folder.FullName, $"dead-letter-{letter.Id.Replace(':', '-')}.json"), LetterFile.Write(letter));
            await File.WriteAllTextAsync(path, before, cancellationToken);
            await RunAsync(editor, path, cancellationToken);
            return LetterFile.Changes(path, before, await File.ReadAllTextAsync(path, cancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string editor, string path, CancellationToken cancellationToken)
    {
        // The variable may have options in it, which a shell takes apart.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(editor) { ArgumentList = { path } } : new("/bin/sh") { ArgumentList = { "-c", $"{editor} \"$1\"", editor, path } };
        try
        {
            using var process = Process.Start(start) ?? throw new CommandException(ExitCode.Failed, $"The editor '{editor}' did not start. Correct EDITOR.");
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new CommandException(ExitCode.Failed, $"Nothing was replayed: the editor '{editor}' ended with code {process.ExitCode}.");
            }
        }
        catch (Win32Exception cause)
        {
            throw new CommandException(ExitCode.Failed, $"The editor '{editor}' did not start: {cause.Message}. Correct EDITOR.", cause);
        }
    }
}
