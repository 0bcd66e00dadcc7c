using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>What belongs to the days of a worker is no error in its log.</summary>
public sealed class QuietLogTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Neither_a_stop_with_running_tasks_nor_a_start_after_a_crash_nor_a_configuration_that_is_too_big_is_an_error()
    {
        await using (var first = await StartAsync())
        {
            for (var i = 0; i < 8; i++)
            {
                await first.CreateAsync(
                    string.Create(CultureInfo.InvariantCulture, $"gen{i}"),
                    ("connector.class", "DatagenSourceConnector"), ("quickstart", "users"), ("topic", "users"), ("tasks.max", "3"));
            }

            await RunAsync(first);
            using var refused = await first.Rest.PostAsJsonAsync(
                "/connectors",
                new { name = "big", config = new Dictionary<string, string> { ["connector.class"] = "DatagenSourceConnector", ["topic"] = "users", ["x"] = new('x', 3_000_000) } },
                Cancel);
            Assert.NotEqual(HttpStatusCode.Created, refused.StatusCode);
            Assert.Equal(0, await first.StopAsync());
            AssertQuiet(first.Log);
        }

        await using (var second = await StartAsync())
        {
            await RunAsync(second);
            await second.KillAsync();
        }

        await using var third = await StartAsync();
        await RunAsync(third);

        // What is said of the dead one later than that depends on who asks for it when.
        AssertQuiet(third.Log[..third.Log.IndexOf(" is ready: ", StringComparison.Ordinal)]);
    }

    public void Dispose() => _folder.Dispose();

    private Task<Worker> StartAsync() => Worker.StartReadyAsync(_folder.Path, "distributed", "--group.id=quiet", $"--data-dir={_folder.File("data")}");

    private static Task RunAsync(Worker worker) =>
        Eventually.IsTrueAsync(async () => await worker.TaskStateAsync("gen7", 2) == "RUNNING", "the last task runs", details: () => worker.Details);

    private static void AssertQuiet(string log)
    {
        Assert.DoesNotContain(" fail: ", log, StringComparison.Ordinal);
        Assert.DoesNotContain(" warn: Polly", log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }
}
