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
        var lines = new LineBuffer();
        using var input = new StandardInput(new SharedInput(pipe.Reader.AsStream()), lines, TimeProvider.System);

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
        var lines = new LineBuffer();
        using var input = new StandardInput(new SharedInput(pipe.Reader.AsStream()), lines, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waiting = input.WaitAsync(stop.Token).AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("later\n"), Cancellation);

        Assert.Equal("later", await TakeAsync(input, lines));
    }

    [Fact]
    public async Task The_next_task_gets_what_the_last_one_waited_for_or_had_not_handed_out()
    {
        var pipe = new Pipe();
        var shared = new SharedInput(pipe.Reader.AsStream());
        await RunAsync(async (input, lines) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var waiting = input.WaitAsync(stop.Token).AsTask();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        });

        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("one\ntwo\nbeg"), Cancellation);
        await RunAsync(async (input, lines) => Assert.Equal("one", await TakeAsync(input, lines)));
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("un\n"), Cancellation);
        await pipe.Writer.CompleteAsync();

        await RunAsync(async (input, lines) => Assert.Equal(("two", "begun"), (await TakeAsync(input, lines), await TakeAsync(input, lines))));
        async Task RunAsync(Func<StandardInput, LineBuffer, Task> use)
        {
            var lines = new LineBuffer();
            using var input = new StandardInput(shared, lines, TimeProvider.System);
            await use(input, lines);
        }
    }

    [Fact]
    public async Task A_read_that_fails_fails_one_task_and_the_next_one_reads_on()
    {
        var shared = new SharedInput(new FailingOnce("one\n"u8.ToArray()));
        var lines = new LineBuffer();
        using (var input = new StandardInput(shared, lines, TimeProvider.System))
        {
            await Assert.ThrowsAsync<IOException>(() => TakeAsync(input, lines));
        }

        using var next = new StandardInput(shared, lines, TimeProvider.System);

        Assert.Equal("one", await TakeAsync(next, lines));
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

    private sealed class FailingOnce(byte[] bytes) : MemoryStream(bytes)
    {
        private bool _hasFailed;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasFailed)
            {
                return base.ReadAsync(buffer, cancellationToken);
            }

            _hasFailed = true;
            return ValueTask.FromException<int>(new IOException("Input/output error"));
        }
    }
}
