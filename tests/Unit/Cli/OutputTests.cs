using Grpc.Core;
using OrleansConnect.Grpc.V1;
using OrleansConnect.Tests.Unit.Client;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>Where the program's output cannot be written. The program itself is run: it is the process' output that matters.</summary>
public sealed class OutputTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("completion bash > /dev/full")]
    [InlineData("--help > /dev/full")]
    public async Task A_full_device_is_told_in_a_sentence(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is Linux's.");

        var (output, error) = await RunAsync($"orleans-connect {command}; echo $?");

        Assert.Equal(("1\n", "orleans-connect: The output cannot be written: No space left on device.\n"), (output, error));
    }

    [Fact]
    public async Task Errors_that_cannot_be_told_leave_the_exit_code()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is Linux's.");

        Assert.Equal(("6\n", ""), await RunAsync("orleans-connect describe nowhere 2> /dev/full; echo $?"));
    }

    [Fact]
    public async Task A_pipe_that_nobody_reads_ends_the_program_quietly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has another console.");

        // Its only reader is gone before the first line is written.
        Assert.Equal(("141\n", ""), await RunAsync("f=$(mktemp -u); mkfifo $f; exec 4<>$f 5>$f 4<&-; rm $f; orleans-connect completion bash >&5; echo $?"));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("cluster")]
    public async Task A_watch_ends_when_nobody_reads_it_whether_anything_happens_or_not(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has another console.");
        await using var worker = GrpcWorker.With(new IdleService());
        await worker.StartAsync(Cancel);

        Assert.Equal(("141\n", ""), await RunAsync($"orleans-connect {command} --watch | head -1 > /dev/null; echo ${{PIPESTATUS[0]}}", worker.Urls.Single()));
    }

    [Fact]
    public async Task Commands_of_a_script_write_one_behind_the_other_into_a_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has another console.");

        var (output, _) = await RunAsync("f=$(mktemp); { echo first; orleans-connect completion fish; echo last; } > $f; cat $f; rm $f");

        Assert.StartsWith("first\ncomplete ", output, StringComparison.Ordinal);
        Assert.EndsWith("\nlast\n", output, StringComparison.Ordinal);
    }

    private static async Task<(string Output, string Error)> RunAsync(string script, string? server = null)
    {
        using var shell = BashScript.Start(script, server);
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(Cancel), shell.StandardError.ReadToEndAsync(Cancel));
        await shell.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        return (await output, await error);
    }

    // Tells what there is, and then nothing any more.
    private sealed class IdleService : ConnectService.ConnectServiceBase
    {
        public override Task<ListConnectorsResponse> ListConnectors(ListConnectorsRequest request, ServerCallContext context) => Task.FromResult(new ListConnectorsResponse());

        public override async Task WatchStatus(WatchStatusRequest request, IServerStreamWriter<StatusEvent> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new() { CaughtUp = new() });
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        public override Task<Cluster> GetCluster(GetClusterRequest request, ServerCallContext context) =>
            Task.FromResult(new Cluster { Movements = { new Movement { Id = 1, What = "orders/0", To = "w:1", Reason = "it is new" } } });

        public override Task WatchMovements(WatchMovementsRequest request, IServerStreamWriter<Movement> responseStream, ServerCallContext context) =>
            Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}
