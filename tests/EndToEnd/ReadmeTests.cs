using System.Text.Json;
using OrleansConnect.Management.Hosting;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Every command of the README works when it is pasted. They are taken from the page itself, so that nothing can be written there that is not run here.</summary>
public sealed class ReadmeTests : IDisposable
{
    private const string Silo = "dotnet run --project silo -c Release --";
    private const string Cli = "dotnet run --project client/Cli -c Release --";
    private const string RestPort = "8083";
    private const string KafkaPort = "9092";
    private const string KafkaHome = "KAFKA_HOME=…";

    // How the commands begin that a test below runs.
    private const string Standalone = Silo + " standalone ";
    private const string Follow = "tail -f ";
    private const string AskStatus = "curl -s http://127.0.0.1:8083/connectors/quickstart-source/status";
    private const string WatchStatus = Cli + " status --watch";
    private const string Distributed = Silo + " distributed ";
    private const string WriteLines = "printf 'one";
    private const string CreateSource = "curl -s -X POST ";
    private const string WriteSink = "printf 'name=copy";
    private const string CreateSink = Cli + " create ";
    private const string ShowStatus = Cli + " status";
    private const string ApacheKafka = KafkaHome + " eng/start-kafka.sh ";
    private const string EmbeddedKafka = Silo + " broker ";

    // It would run this test.
    private const string RunTests = "dotnet test ";

    private static readonly string[] Known =
    [
        Standalone, Follow, AskStatus, WatchStatus, Distributed, WriteLines, CreateSource, WriteSink, CreateSink, ShowStatus, ApacheKafka, EmbeddedKafka, RunTests,
    ];

    private readonly WorkFolder _folder = new();
    private readonly int _restPort = FreePorts.Next();
    private readonly int _grpcPort = FreePorts.Next();
    private readonly int _kafkaPort = FreePorts.FindTwo();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_command_is_one_that_a_test_runs()
    {
        Assert.All(Readme.Commands, command => Assert.True(Beginning(command) is not null, $"No test runs this command of the README: {command}"));
        Assert.Equal(Known.Order(), Readme.Commands.Select(Beginning).Order());
    }

    [Fact]
    public async Task What_the_tests_replace_means_the_same()
    {
        Assert.All((string[])[Silo, Cli, RestPort, KafkaPort, KafkaHome], text => Assert.Contains(Readme.Commands, command => command.Contains(text, StringComparison.Ordinal)));
        Assert.True(File.Exists(InCheckout("silo/OrleansConnect.Silo.csproj")) && File.Exists(InCheckout("client/Cli/OrleansConnect.Cli.csproj")));
        var listeners = new ListenerOptions();
        Assert.Equal(RestPort, $"{listeners.Rest[0].Port}");
        Assert.Contains($"[PORT]      (port {KafkaPort} unless given", await File.ReadAllTextAsync(InCheckout("eng/start-kafka.sh"), Cancel), StringComparison.Ordinal);
        await using var help = Shell.Start(_folder.Path, $"dotnet '{BuildOutput.Cli}' --help", new Dictionary<string, string>());
        Assert.Contains($"default: http://127.0.0.1:{listeners.Grpc[0].Port}", await help.DoneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quickstart_copies_a_file_follows_it_and_goes_on_where_it_was()
    {
        CopyFromCheckout("examples/quickstart/worker.properties", "examples/quickstart/source.properties", "examples/quickstart/sink.properties", "examples/quickstart/input.txt");
        await using (var worker = Paste(Standalone))
        {
            await CopiedAsync("examples/quickstart/input.txt", "data/quickstart-output.txt", worker);

            await using var follow = Paste(Follow);
            await using var watch = Paste(WatchStatus);
            await follow.ShowsAsync(await File.ReadAllTextAsync(_folder.File("examples/quickstart/input.txt"), Cancel));
            using var status = JsonDocument.Parse(await DoneAsync(AskStatus));
            Assert.Equal("RUNNING", status.RootElement.GetProperty("connector").GetProperty("state").GetString());
            Assert.Equal("RUNNING", status.RootElement.GetProperty("tasks")[0].GetProperty("state").GetString());

            await AppendAsync("appended");
            await follow.ShowsAsync("appended\n");
            await watch.ShowsAsync("quickstart-source");
            await watch.ShowsAsync("quickstart-sink");
            await watch.InterruptAsync();
            await worker.InterruptAsync();
        }

        await AppendAsync("appended meanwhile");
        await using var again = Paste(Standalone);
        await CopiedAsync("examples/quickstart/input.txt", "data/quickstart-output.txt", again);
    }

    [Theory]
    [InlineData(ApacheKafka)]
    [InlineData(EmbeddedKafka)]
    public async Task A_cluster_copies_lines_between_connectors_created_through_two_doors(string kafka)
    {
        Assert.SkipWhen(kafka == ApacheKafka && KafkaBroker.SkipReason is not null, KafkaBroker.SkipReason ?? "");
        CopyFromCheckout("eng/start-kafka.sh");
        await using var broker = Paste(kafka);
        await using var worker = Paste(Distributed);
        await ReadyAsync(() => $"{broker.Details}\n{worker.Details}");

        await DoneAsync(WriteLines);
        var created = await DoneAsync(CreateSource);
        await DoneAsync(WriteSink);
        await DoneAsync(CreateSink);
        var status = await DoneAsync(ShowStatus);

        Assert.StartsWith("""{"name":"lines",""", created, StringComparison.Ordinal);
        Assert.Contains("lines", status, StringComparison.Ordinal);
        Assert.Contains("copy", status, StringComparison.Ordinal);
        await CopiedAsync("lines.txt", "copy.txt", worker);
    }

    public void Dispose() => _folder.Dispose();

    // 'status --watch' is not 'status'.
    private static string? Beginning(string command) => Known.Where(known => command.StartsWith(known, StringComparison.Ordinal)).MaxBy(known => known.Length);

    private static string InCheckout(string file) => Path.Combine(BuildOutput.Root, file);

    // The built programs instead of a build, in a folder of the test's own, and free ports.
    private Shell Paste(string beginning)
    {
        var command = Assert.Single(Readme.Commands, command => Beginning(command) == beginning)
            .Replace(Silo, $"dotnet '{BuildOutput.Silo}'", StringComparison.Ordinal)
            .Replace(Cli, $"dotnet '{BuildOutput.Cli}'", StringComparison.Ordinal)
            .Replace(RestPort, $"{_restPort}", StringComparison.Ordinal)
            .Replace(KafkaPort, $"{_kafkaPort}", StringComparison.Ordinal)
            .Replace(KafkaHome, "", StringComparison.Ordinal);
        var ports = beginning switch
        {
            Standalone or Distributed => $" --listeners=http://127.0.0.1:{_restPort} --grpc.listeners=http://127.0.0.1:{_grpcPort}",
            ApacheKafka => $" {_kafkaPort}",
            _ => "",
        };
        return Shell.Start(_folder.Path, command + ports, new Dictionary<string, string> { ["ORLEANS_CONNECT_SERVER"] = $"http://127.0.0.1:{_grpcPort}" });
    }

    private async Task<string> DoneAsync(string beginning)
    {
        await using var pasted = Paste(beginning);
        return await pasted.DoneAsync();
    }

    private async Task ReadyAsync(Func<string> details)
    {
        using var rest = new HttpClient();
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    return (await rest.GetAsync($"http://127.0.0.1:{_restPort}/health", Cancel)).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "Kafka and the worker are ready",
            TimeSpan.FromSeconds(120),
            details);
    }

    private Task CopiedAsync(string from, string to, Shell worker) => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File(to)) && await File.ReadAllTextAsync(_folder.File(to), Cancel) == await File.ReadAllTextAsync(_folder.File(from), Cancel),
        $"'{to}' is a copy of '{from}'",
        details: () => worker.Details);

    private Task AppendAsync(string line) => File.AppendAllTextAsync(_folder.File("examples/quickstart/input.txt"), $"{line}\n", Cancel);

    private void CopyFromCheckout(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file)) ?? "");
            File.Copy(InCheckout(file), _folder.File(file));
        }
    }
}
