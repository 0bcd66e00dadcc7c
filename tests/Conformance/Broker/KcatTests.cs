using System.Diagnostics;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>kcat, as users have it, against the embedded broker.</summary>
[Collection(EmbeddedBrokerCollection.Name)]
public sealed class KcatTests(EmbeddedBroker broker)
{
    private readonly string _topic = "kcat-" + Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Consumes_what_it_produced(string codec)
    {
        await RunAsync(["-P", "-t", _topic, "-K", ":", "-z", codec, "-X", "enable.idempotence=true"], input: "a:one\nb:two\nc:three\n");

        var consumed = await RunAsync(["-C", "-t", _topic, "-e", "-q", "-o", "beginning", "-f", "%o %k=%s;"]);

        Assert.Equal("0 a=one;1 b=two;2 c=three;", consumed);
    }

    [Fact]
    public async Task Lists_topics_finds_offsets_by_time_and_reads_in_a_group()
    {
        await RunAsync(["-P", "-t", _topic], input: "one\ntwo\n");

        var listed = await RunAsync(["-L", "-t", _topic]);
        var found = await RunAsync(["-Q", "-t", $"{_topic}:0:1"]);
        var grouped = await RunAsync(["-G", _topic, "-X", "auto.offset.reset=earliest", "-c", "2", "-q", _topic]);

        Assert.Contains($"topic \"{_topic}\" with 1 partitions", listed, StringComparison.Ordinal);
        Assert.Contains($"{_topic} [0] offset 0", found, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\n", grouped);
    }

    private async Task<string> RunAsync(string[] arguments, string input = "")
    {
        Assert.SkipUnless(IsInstalled(), "kcat is not installed.");
        var start = new ProcessStartInfo("kcat", ["-b", broker.BootstrapServers, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("kcat did not start.");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"kcat failed: {output}{await error}");
            return output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "kcat")));
}
