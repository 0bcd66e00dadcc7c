using System.Buffers;
using System.Globalization;
using System.Text;
using Spectre.Console;

namespace OrleansConnect.Cli.Rendering;

/// <summary>
/// Texts of records, errors and settings as a terminal may have them: whoever writes to a topic could otherwise rename the window, empty the screen or forge a line. Control characters and
/// those that turn the direction of writing are shown as <c>\x1b</c> or <c>\u202e</c>.
/// </summary>
internal static class Printable
{
    private static readonly char[] Controls =
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Concat(Enumerable.Range(0x202A, 5)).Concat(Enumerable.Range(0x2066, 4)).Select(code => (char)code)];

    private static readonly SearchValues<char> NotInLines = SearchValues.Create(Controls);
    private static readonly SearchValues<char> NotInBlocks = SearchValues.Create([.. Controls.Except(['\n', '\t'])]);

    /// <summary>A text that has one line and no more.</summary>
    public static string Line(string text) => Escape(text, NotInLines);

    /// <summary>A text of several lines, which keeps its line breaks and tabs.</summary>
    public static string Block(string text) => Escape(text.Replace("\r\n", "\n", StringComparison.Ordinal), NotInBlocks);

    /// <summary>A table's cell, of one line.</summary>
    public static Text Cell(string text, Style? style = null) => new(Line(text), style);

    public static Paragraph AppendLine(this Paragraph paragraph, string text, Style? style = null) => paragraph.Append(Line(text) + "\n", style);

    private static string Escape(string text, SearchValues<char> refused)
    {
        var at = text.AsSpan().IndexOfAny(refused);
        if (at < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, at, text.Length + 16);
        foreach (var unit in text.AsSpan(at))
        {
            if (refused.Contains(unit))
            {
                shown.Append(Name(unit));
            }
            else
            {
                shown.Append(unit);
            }
        }

        return shown.ToString();
    }

    private static string Name(char unit) => unit switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= '\u00ff' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)unit:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
    };
}
