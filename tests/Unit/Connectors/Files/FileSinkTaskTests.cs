using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileSinkTaskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _file;

    public FileSinkTaskTests() => _file = _folder.Path("out.txt");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_the_text_of_each_value_as_Java_does()
    {
        await using var sink = await StartAsync(_file);
        var value = new Struct(SchemaBuilder.Struct().Field("a", Schema.Int32).Build()).Put("a", 1);

        await sink.PutValuesAsync(["text", 7L, 1.0, true, null, value, "zwölf €"], Cancellation);

        Assert.Equal("text\n7\n1.0\ntrue\nnull\nStruct{a=1}\nzwölf €\n", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task Appends_to_what_is_there()
    {
        await File.WriteAllTextAsync(_file, "before\n", Cancellation);
        await using var sink = await StartAsync(_file);

        await sink.PutValuesAsync(["after"], Cancellation);

        Assert.Equal("before\nafter\n", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task Shares_a_file_with_other_tasks()
    {
        await using var one = await StartAsync(_file);
        await using var other = await StartAsync(_file);

        for (var i = 0; i < 100; i++)
        {
            await one.PutValuesAsync([$"one {i}"], Cancellation);
            await other.PutValuesAsync([$"other {i}"], Cancellation);
        }

        var expected = Enumerable.Range(0, 100).SelectMany(i => new[] { $"one {i}", $"other {i}" });
        Assert.Equal(expected, await File.ReadAllLinesAsync(_file, Cancellation));
    }

    [Fact]
    public async Task Goes_on_at_the_end_of_a_truncated_file()
    {
        await using var sink = await StartAsync(_file);
        await sink.PutValuesAsync(["one"], Cancellation);

        await File.WriteAllTextAsync(_file, "", Cancellation);
        await sink.PutValuesAsync(["two"], Cancellation);

        Assert.Equal("two\n", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task Writes_a_question_mark_for_half_a_character()
    {
        await using var sink = await StartAsync(_file);

        await sink.PutValuesAsync(["a\uD800b\uDC00😀", "\uD800"], Cancellation);

        Assert.Equal("a?b?😀\n?\n", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task Writes_lines_that_are_longer_than_its_buffer()
    {
        string[] lines = [new string('é', 1_000_000), "", new string('€', 262_144 / 3), new string('x', 262_144), new string('x', 262_143)];
        await using var sink = await StartAsync(_file);

        await sink.PutValuesAsync(lines, Cancellation);

        Assert.Equal(lines, await File.ReadAllLinesAsync(_file, Cancellation));
    }

    [Fact]
    public async Task Says_that_a_file_cannot_be_created()
    {
        var file = _folder.Path("missing/out.txt");

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(file));

        Assert.Equal(
            $"Couldn't find or create file '{file}' for FileStreamSinkTask: No such file or directory. Change 'file', or let the worker write there.", error.Message);
        Assert.IsAssignableFrom<IOException>(error.InnerException);
    }

    [Fact]
    public async Task Fails_when_the_disk_is_full()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        await using var sink = await StartAsync("/dev/full");

        var error = await Assert.ThrowsAsync<ConnectException>(() => sink.PutValuesAsync(["x"], Cancellation));

        Assert.StartsWith("Task 'test/0' cannot write to file '/dev/full': No space left on device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_wait_while_no_process_reads_the_pipe()
    {
        var pipe = await _folder.MakePipeAsync();
        await using var sink = await StartAsync(pipe);

        await sink.PutValuesAsync([], Cancellation);
        var before = await Assert.ThrowsAsync<RetriableException>(() => sink.PutValuesAsync(["a"], Cancellation));
        var reader = OpenToRead(pipe);
        await sink.PutValuesAsync(["a"], Cancellation);
        var first = await ReadLineAsync(reader);
        await reader.DisposeAsync();
        var between = await Assert.ThrowsAsync<RetriableException>(() => sink.PutValuesAsync(["b"], Cancellation));
        await using var next = OpenToRead(pipe);
        await sink.PutValuesAsync(["b"], Cancellation);

        Assert.Equal(("a\n", "b\n"), (first, await ReadLineAsync(next)));
        Assert.Equal($"Task 'test/0' cannot write to pipe '{pipe}': no process reads it. Start the one that is to, or change 'file'; the records wait until then.", before.Message);
        Assert.Equal(before.Message, between.Message);
        Assert.IsType<IOException>(between.InnerException);
    }

    [Fact]
    public async Task Waits_for_a_slow_reader_of_a_pipe()
    {
        var pipe = await _folder.MakePipeAsync();
        await using var sink = await StartAsync(pipe);
        await using var reader = OpenToRead(pipe);
        var text = new string('x', 1 << 20);

        var put = Task.Run(() => sink.PutValuesAsync([text], Cancellation), Cancellation);
        var read = new byte[text.Length + 1];
        await reader.ReadExactlyAsync(read, Cancellation);
        await put;

        Assert.Equal(text + "\n", Encoding.UTF8.GetString(read));
    }

    [Fact]
    public async Task Lines_of_several_tasks_do_not_mix_in_a_pipe_however_long_they_are()
    {
        const int count = 20;
        var pipe = await _folder.MakePipeAsync();
        await using var one = await StartAsync(pipe);
        await using var other = await StartAsync(pipe);
        await using var stream = OpenToRead(pipe);
        using var reader = new StreamReader(stream);

        var puts = Task.WhenAll(PutAsync(one, 'a'), PutAsync(other, 'b'));
        var lines = new List<string>();
        while (lines.Count < 2 * count)
        {
            lines.Add(await reader.ReadLineAsync(Cancellation) ?? throw new EndOfStreamException());
        }

        await puts;
        Assert.All(lines, line => Assert.True(line is { Length: 300_000 } && line.AsSpan().Trim(line[0]).IsEmpty, $"A line of {line.Length}."));
        Task PutAsync(SinkTaskHarness sink, char letter) => Task.Run(
            async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await sink.PutValuesAsync([new string(letter, 300_000)], Cancellation);
                }
            },
            Cancellation);
    }

    [Fact]
    public async Task A_task_that_was_given_up_in_the_midst_of_a_line_ends_it_first_and_one_that_waits_for_it_ends_when_it_is_to()
    {
        var pipe = await _folder.MakePipeAsync();
        await using var abandoned = await StartAsync(pipe);
        await using var waiting = await StartAsync(pipe);
        await using var next = await StartAsync(pipe);
        await using var stream = OpenToRead(pipe);
        using var reader = new StreamReader(stream);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = Task.Run(() => abandoned.PutValuesAsync([new string('a', 300_000)], Cancellation), Cancellation);
        var part = new char[10];
        await reader.ReadBlockAsync(part, Cancellation);
        var second = Task.Run(() => waiting.PutValuesAsync(["stopped"], stop.Token), Cancellation);

        await stop.CancelAsync();
        var third = Task.Run(() => next.PutValuesAsync(["next"], Cancellation), Cancellation);

        Assert.Equal(new string('a', 299_990), await reader.ReadLineAsync(Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal("next", await reader.ReadLineAsync(Cancellation));
        await Task.WhenAll(first, third);
    }

    [Fact]
    public async Task One_that_was_given_up_while_it_waited_writes_nothing()
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await given.CancelAsync();
        await using var sink = await StartAsync(_file);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.PutValuesAsync(["late"], given.Token));
        using var output = new AppendedFile(null, "test/0", new MemoryLog());
        output.Open();
        var record = new SinkRecord { Topic = "t", OriginalTopic = "t", Value = "late" };
        Assert.ThrowsAny<OperationCanceledException>(() => output.Put([record], given.Token));

        Assert.Empty(await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task Writes_to_a_device_though_another_one_locks_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux is known to have /dev/null.");
        await using var sink = await StartAsync("/dev/null");
        using var other = LinuxCalls.OpenToAppend("/dev/null");
        new FileLock(other!, "/dev/null", "other/0", TimeProvider.System).Take(Cancellation);

        await sink.PutValuesAsync(["a"], Cancellation);
    }

    public void Dispose() => _folder.Dispose();

    // To read and write does not wait for a writer to open it.
    private static FileStream OpenToRead(string pipe) => new(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    private static async Task<string> ReadLineAsync(FileStream reader)
    {
        var bytes = new byte[2];
        await reader.ReadExactlyAsync(bytes, Cancellation);
        return Encoding.UTF8.GetString(bytes);
    }

    private static Task<SinkTaskHarness> StartAsync(string file) =>
        SinkTaskHarness.StartAsync(new FileSinkTask(), new Dictionary<string, string> { ["file"] = file }, Cancellation);
}
