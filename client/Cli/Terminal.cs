using OrleansConnect.Cli.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansConnect.Cli;

/// <summary>Where a command reads and writes. Colours and redrawing are for people at a terminal; files and pipes get plain text.</summary>
internal sealed class Terminal
{
    // Wider than any table: lines of a file are never broken or cut.
    private const int UnlimitedWidth = 100_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lazy<IAnsiConsole> _console;

    public Terminal(TextReader input, TextWriter output, TextWriter error)
    {
        (Input, Output, Error) = (input, output, error);
        _console = new(CreateConsole);
    }

    public TextReader Input { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Whether a person sees the output as it is written.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk { get; init; }

    public bool HasColors { get; set; }

    /// <summary>Whether nobody reads the output any more.</summary>
    public Func<bool> IsAbandoned { get; init; } = () => false;

    public Func<string, string?> Variable { get; init; } = _ => null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IAnsiConsole Console => _console.Value;

    /// <summary>How many characters a line has room for.</summary>
    public int Width => IsLive ? Console.Profile.Width : UnlimitedWidth;

    public static Terminal OfProcess()
    {
        var isLive = !System.Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var isOwn = System.Console.IsOutputRedirected && !OperatingSystem.IsWindows();
        return new(System.Console.In, isOwn ? OwnOutput() : System.Console.Out, System.Console.Error)
        {
            IsAbandoned = isOwn ? StandardOutput.IsAbandoned : () => false,
            IsLive = isLive,
            CanAsk = isLive && !System.Console.IsInputRedirected,
            HasColors = isLive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Variable = Environment.GetEnvironmentVariable,
        };
    }

    public void WriteLine(string text = "") => Output.WriteLine(Printable.Block(text));

    /// <summary>Says something that is not the command's result.</summary>
    public void Note(string text)
    {
        try
        {
            Error.WriteLine(Printable.Block(text));
        }
        catch (IOException)
        {
            // Where it cannot be said, the exit code has to do.
        }
    }

    /// <summary>Writes a table or the like.</summary>
    public void Write(IRenderable renderable)
    {
        var printable = new PrintableRenderable(renderable);
        if (IsLive)
        {
            Console.Write(printable);
            return;
        }

        Output.Write(PlainText.Of(printable, Width));
    }

    /// <summary>Does what goes on until it is cancelled, but no longer than somebody reads the output: with nothing to write it would not hear of that.</summary>
    /// <exception cref="OutputException">Nobody reads the output any more.</exception>
    public async Task WhileReadAsync(Func<CancellationToken, Task> watch, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var look = Time.CreateTimer(
            _ =>
            {
                if (IsAbandoned())
                {
                    ended.Cancel();
                }
            },
            null,
            LookEvery,
            LookEvery);
        try
        {
            await watch(ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && ended.IsCancellationRequested)
        {
            throw new OutputException("nobody reads it any more") { IsAbandoned = true };
        }
    }

    private static TextWriter OwnOutput() => TextWriter.Synchronized(new StreamWriter(new StandardOutput(), System.Console.OutputEncoding) { AutoFlush = true });

    private IAnsiConsole CreateConsole() => AnsiConsole.Create(new()
    {
        Ansi = IsLive ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = HasColors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = IsLive ? InteractionSupport.Yes : InteractionSupport.No,
        Out = new AnsiConsoleOutput(Output),
    });
}
