using System.CommandLine;

namespace OrleansConnect.Cli.Commands;

/// <summary>Prints the script that makes a shell complete commands, options and connector names.</summary>
internal static class CompletionCommand
{
    // The shells ask the program itself: [suggest:CURSOR] prints what could stand at the cursor, a line each, and [suggest] what could stand at the end. With no such line they offer files.
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] =
            """
            _orleans_connect() {
              local found
              COMPREPLY=()
              while IFS= read -r found; do COMPREPLY+=("$found"); done < <(orleans-connect "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
              [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default 2>/dev/null
            }
            complete -F _orleans_connect orleans-connect
            """,
        ["zsh"] =
            """
            #compdef orleans-connect
            _orleans_connect() {
              local found=("${(@f)$(orleans-connect "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              if [ -n "${found[1]}" ]; then compadd -a found; else _files; fi
            }
            compdef _orleans_connect orleans-connect
            """,
        ["fish"] =
            """
            complete -c orleans-connect -a '(orleans-connect "[suggest]" (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] =
            """
            Register-ArgumentCompleter -Native -CommandName orleans-connect -ScriptBlock {
              param($word, $line, $cursor)
              orleans-connect "[suggest:$($cursor - $line.Extent.StartOffset)]" "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print the completion script of a shell") { shell };
        command.SetAction(parsed => terminal.WriteLine(Scripts[parsed.GetRequiredValue(shell)]));
        return command;
    }
}
