using System.IO.Pipelines;
using System.Text;
using OrleansConnect.Connectors.Files;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class StandardInputTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_lines_as_they_come_and_the_last_one_at_the_end()
    {
        var pipe = new Pipe();
        using var input = new StandardInput(pipe.Reader.AsStream(), TimeProvider.System);
        var lines = new LineBuffer();

        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("one\ntw"), Cancellation);
        Assert.Equal("one", await TakeAsync(input, lines));
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("o\nrest"), Cancellation);
        Assert.Equal("two", await TakeAsync(input, lines));
        await pipe.Writer.CompleteAsync();
        Assert.Equal("rest", await TakeAsync(input, lines));

        Assert.False(input.Fill(lines));
    }

    [Fact]
    public async Task Stops_while_it_waits_and_loses_nothing()
    {
        var pipe = new Pipe();
        using var input = new StandardInput(pipe.Reader.AsStream(), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waiting = input.WaitAsync(stop.Token).AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("later\n"), Cancellation);

        Assert.Equal("later", await TakeAsync(input, new LineBuffer()));
    }

    private static async Task<string> TakeAsync(StandardInput input, LineBuffer lines)
    {
        string? line;
        while (!lines.TryTake(out line))
        {
            if (!input.Fill(lines))
            {
                await input.WaitAsync(Cancellation);
            }
        }

        return line;
    }
}
