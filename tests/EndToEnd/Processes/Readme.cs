using System.Text.RegularExpressions;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>The commands that the README tells people to paste.</summary>
internal static partial class Readme
{
    /// <summary>All of them, as they stand there: what is in blocks of code, and what of the code within the text has more than one word.</summary>
    public static IReadOnlyList<string> Commands { get; } = [.. CommandsOf(File.ReadAllText(Path.Combine(BuildOutput.Root, "README.md")))];

    private static IEnumerable<string> CommandsOf(string text)
    {
        var lines = Block().Matches(text).SelectMany(block => Continued().Replace(block.Groups["code"].Value, " ").Split('\n'));
        var inline = Code().Matches(Block().Replace(text, "")).Select(code => code.Groups["code"].Value).Where(code => code.Contains(' ', StringComparison.Ordinal));
        return lines.Concat(inline).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');
    }

    [GeneratedRegex("^```[a-z]*\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
