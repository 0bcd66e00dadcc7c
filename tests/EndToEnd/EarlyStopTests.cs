using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>A worker that is told to stop while it waits for a Kafka that does not answer.</summary>
public sealed class EarlyStopTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ends_as_one_that_is_ready_does(string signal)
    {
        await using var worker = Worker.Start(_folder.Path, "distributed", "--bootstrap.servers=127.0.0.1:1", "--group.id=early");
        await Eventually.IsTrueAsync(async () => (await HealthAsync(worker)).Contains("waiting for Kafka", StringComparison.Ordinal), "it waits for Kafka", details: () => worker.Log);

        var exitCode = await worker.StopAsync(signal);

        Assert.Equal(0, exitCode);
        Assert.Contains("The worker was told to stop before it was ready.", worker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", worker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", worker.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> HealthAsync(Worker worker)
    {
        try
        {
            using var response = await worker.Rest.GetAsync("/health", Cancel);
            return await response.Content.ReadAsStringAsync(Cancel);
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }
}
