using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansConnect.Cli.Rendering;

/// <summary>Tables as plain text: no colours, no blanks at the ends of lines.</summary>
internal static class PlainText
{
    public static string Of(IRenderable renderable, int width)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Write(renderable);
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
