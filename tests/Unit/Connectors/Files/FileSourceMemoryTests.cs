using System.Text;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

[Collection(nameof(Alone))]
public sealed class FileSourceMemoryTests : IDisposable
{
    private const int MiB = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly string _file;

    public FileSourceMemoryTests() => _file = _folder.Path("in.txt");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hands_out_lines_of_ten_megabytes_one_a_batch()
    {
        var lengths = new[] { 10 * MiB, 3, 10 * MiB - 7, 10 * MiB };
        await using (var writer = new StreamWriter(_file))
        {
            foreach (var length in lengths)
            {
                await writer.WriteAsync(new string('x', length - 1));
                await writer.WriteAsync("ß\r\n");
            }
        }

        await using var source = await StartAsync();
        var first = await source.PollAsync(Cancellation);
        var rest = await source.TakeAsync(3, Cancellation);

        Assert.Single(first);
        Assert.Equal(lengths, first.Concat(rest).Select(record => ((string)record.Value!).Length));
        Assert.All(rest, record => Assert.EndsWith("xß", (string)record.Value!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reads_the_end_of_a_huge_file_in_little_memory()
    {
        // Sparse: 4 GB of zeros that take no room, with a line end in every MB. A batch is 8 MB, 16 MB as text.
        const int lines = 4096;
        const int read = 4000;
        await using (var file = File.Create(_file))
        {
            for (var i = 1; i <= lines; i++)
            {
                file.Position = ((long)i * MiB) - 1;
                file.WriteByte((byte)'\n');
            }
        }

        var offsets = new MemoryOffsets();
        offsets.Commit(SourcePartition.Of("filename", _file), SourceOffset.Of("position", (long)read * MiB));
        await using var source = await StartAsync(offsets);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var count = read;
        var last = 0L;
        var heapMax = 0L;
        while (count < lines)
        {
            var batch = await source.PollAsync(Cancellation);
            count += batch.Count;
            last = (long)batch[^1].SourceOffset!["position"]!;
            await source.CommitAsync(Cancellation);
            heapMax = Math.Max(heapMax, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal((long)lines * MiB, last);
        Assert.InRange(heapMax, 0, 40 * MiB);
    }

    [Fact]
    public async Task A_batch_of_empty_lines_is_bounded_whatever_its_size_may_be()
    {
        await File.WriteAllBytesAsync(_file, Enumerable.Repeat((byte)'\n', MiB).ToArray(), Cancellation);
        await using var source = await StartAsync(batchSize: 1_000_000_000);

        var first = await source.PollAsync(Cancellation);
        var rest = await source.TakeAsync(MiB - first.Count, Cancellation);

        Assert.InRange(first.Count, 2000, 100_000);
        Assert.Equal(MiB, first.Count + rest.Count);
    }

    [Fact]
    public async Task Reads_no_more_when_it_is_to_stop()
    {
        await File.WriteAllBytesAsync(_file, Enumerable.Repeat((byte)'\n', MiB).ToArray(), Cancellation);
        await using var source = await StartAsync(batchSize: 1_000_000_000);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.PollAsync(stopped.Token));
    }

    [Fact]
    public void Gives_up_on_a_line_without_an_end()
    {
        var lines = new LineBuffer();

        var error = Assert.Throws<ConnectException>(() =>
        {
            while (!lines.TryTake(out _))
            {
                lines.Append(lines.Space().Length);
            }
        });

        Assert.Equal("The line at byte 0 has more than 134217728 bytes without an end. Is this a text file?", error.Message);
    }

    [Fact]
    public void Finds_line_ends_on_every_border_of_the_buffer()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i} é{(i % 3 == 0 ? "\r\n" : i % 3 == 1 ? "\n" : "\r")}")) + "\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        var lines = new LineBuffer();
        var taken = new List<string>();

        for (var (at, step) = (0, 1); at < bytes.Length; step = (step % 97) + 1)
        {
            var count = Math.Min(Math.Min(step, lines.Space().Length), bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(lines.Space());
            lines.Append(count);
            at += count;
            while (lines.TryTake(out var line))
            {
                taken.Add(line);
            }
        }

        Assert.Equal(Enumerable.Range(0, 40_000).Select(i => $"line {i} é").Concat([""]).ToArray()[..taken.Count], taken);
        Assert.InRange(taken.Count, 40_000, 40_001);
        Assert.Equal(bytes.Length, lines.Position);
    }

    public void Dispose() => _folder.Dispose();

    private Task<SourceTaskHarness> StartAsync(MemoryOffsets? offsets = null, int batchSize = 2000) => SourceTaskHarness.StartAsync(
        new FileSourceTask(),
        new Dictionary<string, string> { ["file"] = _file, ["topic"] = "lines", ["batch.size"] = $"{batchSize}" },
        new HarnessOptions { Offsets = offsets ?? new() },
        Cancellation);
}
