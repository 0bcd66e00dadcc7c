using System.Globalization;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd.Soak;

/// <summary>A file of numbered lines that a source and a sink copy; each writes behind the line who it was and when.</summary>
internal sealed class CopiedFile(WorkFolder folder, string name)
{
    private const string StampClass = "OrleansConnect.Tests.Plugins.Stamp";

    private string Input => folder.File($"in-{name}.txt");

    private string Output => folder.File($"out-{name}.txt");

    /// <summary>How many lines there are.</summary>
    public int Lines { get; private set; }

    /// <summary>How many of them were copied again, once known.</summary>
    public int Repeats { get; private set; }

    /// <summary>How many owners the two tasks had, once known.</summary>
    public int Owners { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task CreateConnectorsAsync(WorkerCluster cluster)
    {
        var topic = $"{cluster.Group}-{name}";
        await File.WriteAllTextAsync(Input, "", Cancel);
        await cluster.Up[0].CreateAsync($"in-{name}", [("connector.class", "FileStreamSource"), ("file", Input), ("topic", topic),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"), .. StampedBy("src")]);
        await cluster.Up[0].CreateAsync($"out-{name}", [("connector.class", "FileStreamSink"), ("file", Output), ("topics", topic), .. StampedBy("snk")]);
    }

    public async Task AppendAsync(int count)
    {
        await File.AppendAllLinesAsync(Input, Enumerable.Range(Lines, count).Select(line => line.ToString("D12", CultureInfo.InvariantCulture)), CancellationToken.None);
        Lines += count;
    }

    /// <summary>Every line is there, and the spans of time in which a task's owners worked do not overlap.</summary>
    public async Task AssertCopiedAsync(Func<string> logs)
    {
        string[][] copied = [];
        await Eventually.IsTrueAsync(
            async () =>
            {
                copied = [.. (await ReadAsync()).Select(line => line.Split(' '))];
                return copied.Select(words => words[0]).Distinct().Count() == Lines;
            },
            $"copy {name} has all {Lines} lines",
            TimeSpan.FromSeconds(90),
            () => $"It has {copied.Select(words => words[0]).Distinct().Count()}.\n{logs()}");

        Assert.All(copied, words => Assert.Equal(3, words.Length));
        Repeats = copied.Length - Lines;
        Owners = AssertOneOwnerAtATime(copied.Select(words => words[1]), logs) + AssertOneOwnerAtATime(copied.Select(words => words[2]), logs);
    }

    private static int AssertOneOwnerAtATime(IEnumerable<string> stamps, Func<string> logs)
    {
        var owners = stamps.Select(stamp => stamp.Split(':'))
            .GroupBy(parts => $"{parts[0]}:{parts[1]}", parts => long.Parse(parts[2], CultureInfo.InvariantCulture))
            .Select(times => (Owner: times.Key, First: times.Min(), Last: times.Max()))
            .OrderBy(owner => owner.First)
            .ToList();
        foreach (var (before, after) in owners.Zip(owners.Skip(1)))
        {
            Assert.True(before.Last <= after.First, $"{before} and {after} worked at the same time.\n{logs()}");
        }

        return owners.Count;
    }

    private static (string, string)[] StampedBy(string key) => [("transforms", "stamp"), ("transforms.stamp.type", StampClass), ("transforms.stamp.key", key)];

    private async Task<string[]> ReadAsync()
    {
        if (!File.Exists(Output))
        {
            return [];
        }

        await using var stream = new FileStream(Output, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
