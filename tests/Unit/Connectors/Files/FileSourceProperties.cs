using System.Text;
using CsCheck;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileSourceProperties
{
    private static readonly string[] Ends = ["\n", "\r\n", "\r"];

    private static readonly Gen<string> Line =
        Gen.Select(Gen.Char["abcäß€"].Array[0, 30], Gen.Int[0, 20], (letters, stretch) => new string(letters) + (stretch == 0 ? new string('z', 150_000) : ""));

    [Fact]
    public async Task Lines_written_in_any_pieces_are_read_once_and_in_order_across_restarts() =>
        await Gen.Select(Gen.Select(Line, Gen.Int[0, Ends.Length - 1]).Array[1, 60], Gen.Int[1, 7], Gen.Int[0, int.MaxValue]).SampleAsync(
            async (lines, pieces, seed) => await CheckAsync([.. lines.Select(line => (line.Item1, Ends[line.Item2]))], pieces, new Random(seed)), iter: 60, threads: 1);

    // Writes the lines in pieces that break anywhere, and between the pieces restarts the task at the committed offset.
    private static async Task CheckAsync((string Text, string End)[] lines, int pieces, Random random)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        var file = folder.Path("in.txt");
        var settings = new Dictionary<string, string> { ["file"] = file, ["topic"] = "lines", ["batch.size"] = $"{random.Next(1, 40)}" };
        var options = new HarnessOptions { Offsets = new MemoryOffsets() };
        // A letter at the end, so that a last carriage return is not waited for.
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line.Text + line.End)) + "x");
        var cuts = Enumerable.Range(0, pieces - 1).Select(_ => random.Next(bytes.Length)).Order().Append(bytes.Length).ToArray();
        var expected = Expected(lines);
        var committed = new List<string>();

        var from = 0;
        foreach (var to in cuts)
        {
            await using (var output = new FileStream(file, FileMode.Append))
            {
                await output.WriteAsync(bytes.AsMemory(from..to), cancellation);
            }

            from = to;
            await using var source = await SourceTaskHarness.StartAsync(new FileSourceTask(), settings, options, cancellation);
            var batch = await source.PollAsync(cancellation);
            var keep = to == bytes.Length ? batch.Count : random.Next(batch.Count + 1);
            await source.CommitAsync(keep, cancellation);
            committed.AddRange(batch.Take(keep).Select(record => (string)record.Value!));
        }

        await using var last = await SourceTaskHarness.StartAsync(new FileSourceTask(), settings, options, cancellation);
        committed.AddRange((await last.TakeAsync(expected.Count - committed.Count, cancellation)).Select(record => (string)record.Value!));
        Assert.Equal(expected, committed);
    }

    // A line that ends with \r before an empty one that ends with \n is one line.
    private static List<string> Expected((string Text, string End)[] lines)
    {
        var text = string.Concat(lines.Select(line => line.Text + line.End));
        using var reader = new StringReader(text);
        var expected = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            expected.Add(line);
        }

        return expected;
    }
}
