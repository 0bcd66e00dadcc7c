using Spectre.Console;

namespace OrleansConnect.Cli.Rendering;

/// <summary>Tables of one look: no lines, headings in capitals, numbers to the right.</summary>
internal static class Tables
{
    /// <summary>An empty table; a heading that begins with <c>&gt;</c> has numbers below it.</summary>
    public static Table Create(params string[] headings)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        for (var i = 0; i < headings.Length; i++)
        {
            var isNumber = headings[i][0] == '>';
            var column = new TableColumn(new Text(headings[i].TrimStart('>'), new Style(decoration: Decoration.Bold)))
            {
                Padding = new(0, 0, i == headings.Length - 1 ? 0 : 2, 0),
                NoWrap = i < headings.Length - 1,
                Alignment = isNumber ? Justify.Right : Justify.Left,
            };
            table.AddColumn(column);
        }

        return table;
    }
}
