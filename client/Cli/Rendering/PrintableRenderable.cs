using Spectre.Console.Rendering;

namespace OrleansConnect.Cli.Rendering;

/// <summary>Whatever is drawn, without control characters but those of the drawing itself.</summary>
internal sealed class PrintableRenderable(IRenderable inner) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        inner.Render(options, maxWidth).Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment : Shown(segment));

    private static Segment Shown(Segment segment) => Printable.Block(segment.Text) is var text && text == segment.Text ? segment : new(text, segment.Style);
}
