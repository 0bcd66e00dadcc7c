using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Client;

/// <summary>The client against a worker that fails in the ways workers do.</summary>
public sealed class ConnectClientTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Config = new() { ["connector.class"] = "X" };

    private readonly FaultyService _service = new();
    private readonly WebApplication _app;

    public ConnectClientTests() => _app = GrpcWorker.With(_service);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_repeated_until_the_worker_answers()
    {
        using var client = CreateClient();
        await client.CreateConnectorAsync("a", Config, cancellationToken: Cancel);
        Fail(StatusCode.Unavailable, times: 3);

        Assert.Equal("a", (await client.GetConnectorAsync("a", Cancel)).Name);
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_has_succeeded()
    {
        using var client = CreateClient();
        Fail(StatusCode.Unavailable, isAfterDeed: true);

        Assert.Equal("a", (await client.CreateConnectorAsync("a", Config, cancellationToken: Cancel)).Name);
    }

    [Fact]
    public async Task A_name_that_another_took_meanwhile_is_a_conflict()
    {
        using var client = CreateClient();
        await client.CreateConnectorAsync("a", new Dictionary<string, string> { ["connector.class"] = "Y" }, cancellationToken: Cancel);
        Fail(StatusCode.Unavailable);

        var error = await Assert.ThrowsAsync<ConnectClientException>(() => client.CreateConnectorAsync("a", Config, cancellationToken: Cancel));

        Assert.Equal((ConnectErrorKind.AlreadyExists, "Connector a already exists"), (error.Kind, error.Message));
    }

    [Fact]
    public async Task A_deletion_whose_answer_was_lost_has_succeeded()
    {
        using var client = CreateClient();
        await client.CreateConnectorAsync("a", Config, cancellationToken: Cancel);
        Fail(StatusCode.Unavailable, isAfterDeed: true);

        await client.DeleteConnectorAsync("a", Cancel);

        var error = await Assert.ThrowsAsync<ConnectClientException>(() => client.DeleteConnectorAsync("a", Cancel));
        Assert.Equal(ConnectErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public async Task A_restart_that_may_have_happened_is_not_repeated()
    {
        using var client = CreateClient();
        Fail(StatusCode.Unavailable, isAfterDeed: true);

        var error = await Assert.ThrowsAsync<ConnectClientException>(() => client.RestartTaskAsync("a", 0, Cancel));

        Assert.Equal((ConnectErrorKind.Unavailable, 1), (error.Kind, _service.Calls));
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, ConnectErrorKind.Invalid)]
    [InlineData(StatusCode.Aborted, ConnectErrorKind.Conflict)]
    [InlineData(StatusCode.DeadlineExceeded, ConnectErrorKind.TimedOut)]
    [InlineData(StatusCode.Internal, ConnectErrorKind.Failed)]
    public async Task A_refusal_is_told_at_once_and_in_the_worker_s_words(StatusCode code, ConnectErrorKind kind)
    {
        using var client = CreateClient();
        Fail(code);

        var error = await Assert.ThrowsAsync<ConnectClientException>(() => client.GetConnectorAsync("a", Cancel));

        Assert.Equal((kind, "The fault that was asked for.", 1), (error.Kind, error.Message, _service.Calls));
    }

    [Fact]
    public async Task A_worker_that_stays_unable_is_given_up()
    {
        using var client = CreateClient(retryFor: TimeSpan.Zero);
        Fail(StatusCode.Unavailable, times: 2);

        var error = await Assert.ThrowsAsync<ConnectClientException>(() => client.GetConnectorAsync("a", Cancel));

        Assert.Equal((ConnectErrorKind.Unavailable, 1), (error.Kind, _service.Calls));
    }

    [Fact]
    public async Task A_worker_that_says_nothing_is_given_up_after_the_limit()
    {
        using var client = CreateClient(timeout: TimeSpan.FromMilliseconds(200));

        var error = await Assert.ThrowsAsync<ConnectClientException>(() => client.GetClusterAsync(Cancel));

        Assert.Equal(ConnectErrorKind.TimedOut, error.Kind);
        Assert.Contains("did not answer in time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_can_be_cancelled()
    {
        using var client = CreateClient();
        using var cancelled = new CancellationTokenSource();
        var call = client.GetClusterAsync(cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_watch_goes_on_after_a_lost_connection_and_tells_what_was_deleted_meanwhile()
    {
        using var client = CreateClient();
        await client.CreateConnectorAsync("gone", Config, cancellationToken: Cancel);
        await client.CreateConnectorAsync("here", Config, cancellationToken: Cancel);
        Fail(StatusCode.Unavailable);
        var told = new List<string>();

        await foreach (var news in client.WatchStatusAsync(cancellationToken: Cancel))
        {
            told.Add($"{news.Kind} {news.Name}".Trim());
            if (news.Kind == StatusEventKind.Interrupted)
            {
                _service.Connectors.TryRemove("gone", out _);
            }

            if (told.Count(line => line == "CaughtUp") == 2)
            {
                break;
            }
        }

        Assert.Equal(["Status gone", "Status here"], told[..2].Order());
        Assert.Equal(["CaughtUp", "Interrupted", "Status here", "Deleted gone", "CaughtUp"], told[2..]);
    }

    [Fact]
    public async Task A_watch_of_movements_goes_on_after_a_lost_connection_and_tells_each_once()
    {
        using var client = CreateClient();
        Fail(StatusCode.Unavailable);
        var told = new List<Movement>();

        await foreach (var movement in client.WatchMovementsAsync(cancellationToken: Cancel))
        {
            told.Add(movement);
            if (movement.Id == 3)
            {
                break;
            }
        }

        Assert.Equal([1L, 2, 3], told.Select(movement => movement.Id));
        Assert.Equal(new(1, default, "orders/1", null, "w:1", "why not"), told[0]);
    }

    [Fact]
    public async Task A_worker_that_is_not_there_yet_is_waited_for()
    {
        var port = new Uri(_app.Urls.Single()).Port;
        await _app.StopAsync(Cancel);
        using var client = new ConnectClient(new ConnectClientOptions { Address = new($"http://127.0.0.1:{port}"), RetryFor = TimeSpan.FromMilliseconds(300) });

        var error = await Assert.ThrowsAsync<ConnectClientException>(() => client.RestartTaskAsync("a", 0, Cancel));

        Assert.Equal(ConnectErrorKind.Unreachable, error.Kind);
        Assert.Contains($"No worker answers at http://127.0.0.1:{port}: Connection refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_and_empty_bytes_of_sample_records_stay_apart()
    {
        using var client = CreateClient();
        var sent = new PreviewRecord { Topic = "t", Key = null, Value = ReadOnlyMemory<byte>.Empty, Headers = [new("null", null), new("bytes", new byte[] { 1 })] };

        var result = Assert.Single(await client.PreviewAsync(ConnectorKind.Sink, Config, [sent], cancellationToken: Cancel));

        Assert.Null(result.Record?.Key);
        Assert.Equal(0, result.Record?.Value?.Length);
        Assert.Equal([null, 1], result.Record?.Headers.Select(header => header.Value?.Length) ?? []);
    }

    [Fact]
    public async Task Records_of_configurations_do_not_tell_them()
    {
        using var client = CreateClient();

        var connector = await client.CreateConnectorAsync("a", new Dictionary<string, string> { ["password"] = "hunter2" }, cancellationToken: Cancel);

        Assert.DoesNotContain("hunter2", $"{connector}{new ListedConnector("a", connector, null)}{new TaskConfig(0, connector.Config)}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("/relative")]
    public void An_address_that_is_none_is_refused(string address) => Assert.ThrowsAny<ArgumentException>(() =>
    {
        using var client = new ConnectClient(new ConnectClientOptions { Address = new(address, UriKind.RelativeOrAbsolute) });
    });

    public async ValueTask InitializeAsync() => await _app.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        _service.Silence.TrySetResult();
        await _app.DisposeAsync();
    }

    private void Fail(StatusCode code, bool isAfterDeed = false, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _service.Faults.Enqueue((code, isAfterDeed));
        }
    }

    private ConnectClient CreateClient(TimeSpan? retryFor = null, TimeSpan? timeout = null) => new(new ConnectClientOptions
    {
        Address = new(_app.Urls.Single()),
        RetryFor = retryFor ?? TimeSpan.FromSeconds(30),
        Timeout = timeout ?? TimeSpan.FromSeconds(60),
    });
}
