using System.ComponentModel;
using System.Diagnostics;
using OrleansConnect.Cli.Commands;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>Opens a letter in the user's editor, and keeps what was written there until it has taken effect.</summary>
internal sealed class LetterEditor(Terminal terminal)
{
    private static readonly string[] Variables = ["VISUAL", "EDITOR"];

    private string? _kept;

    private string Kept => $"Your changes are kept in '{_kept}'.";

    /// <summary>What was changed; null if nothing was.</summary>
    public async Task<DeadLetterEdit?> EditAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var editor = Variables.Select(terminal.Variable).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
            ?? (terminal.CanAsk ? (OperatingSystem.IsWindows() ? "notepad" : "vi")
                : throw new CommandException(ExitCode.Usage, "There is no terminal for an editor. Set EDITOR, or say what is to change with --key, --value, --set-value or --header."));
        var folder = Directory.CreateTempSubdirectory("orleans-connect-");
        var (path, before) = (Path.Combine(folder.FullName, $"dead-letter-{letter.Id.Replace(':', '-')}.json"), LetterFile.Write(letter));
        try
        {
            await File.WriteAllTextAsync(path, before, cancellationToken);
            await RunAsync(editor, path, cancellationToken);
            return File.Exists(path)
                ? LetterFile.Changes(path, before, await File.ReadAllTextAsync(path, cancellationToken))
                : throw new CommandException(ExitCode.Failed, $"Nothing was replayed: the editor '{editor}' left no file '{path}'.");
        }
        finally
        {
            _kept = path;
            if (!File.Exists(path) || await File.ReadAllTextAsync(path, CancellationToken.None) == before)
            {
                Discard();
            }
        }
    }

    /// <summary>Edits and replays. Where that fails or replays nothing, what the user wrote stays, and it is said where.</summary>
    public async Task<int> GuardAsync(Func<Task<(int ExitCode, bool IsApplied)>> action)
    {
        try
        {
            var (exitCode, isApplied) = await action();
            if (exitCode == ExitCode.Ok && isApplied)
            {
                Discard();
            }

            NoteKept();
            return exitCode;
        }
        catch (ConnectClientException e) when (_kept is not null)
        {
            throw new CommandException(ExitCode.Of(e.Kind), $"{ErrorText.Of(e)} {Kept}", e);
        }
        catch (CommandException e) when (_kept is not null)
        {
            throw new CommandException(e.ExitCode, $"{e.Message} {Kept}", e);
        }
        catch (OperationCanceledException)
        {
            NoteKept();
            throw;
        }
    }

    private void NoteKept()
    {
        if (_kept is not null)
        {
            terminal.Note(Kept);
        }
    }

    private void Discard()
    {
        if (Path.GetDirectoryName(_kept) is { } folder)
        {
            Directory.Delete(folder, recursive: true);
        }

        _kept = null;
    }

    private static async Task RunAsync(string editor, string path, CancellationToken cancellationToken)
    {
        // The variable may have options in it, which a shell takes apart.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(editor) { ArgumentList = { path } } : new("/bin/sh") { ArgumentList = { "-c", $"{editor} \"$1\"", editor, path } };
        try
        {
            using var process = Process.Start(start) ?? throw new CommandException(ExitCode.Failed, $"The editor '{editor}' did not start. Correct EDITOR.");
            await WaitAsync(process, cancellationToken);
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

    // An editor that outlives the command would share the terminal with the shell.
    private static async Task WaitAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }
}
