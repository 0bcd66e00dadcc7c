using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Silo;

namespace OrleansConnect.Tests.Integration.Silo;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oc-silo-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.properties", "name=in\nconnector.class=X\n")]
    [InlineData("a.json", """{"name": "in", "config": {"connector.class": "X"}, "initial_state": null}""")]
    [InlineData("a.json", """{"name": null, "config": {"name": "in", "connector.class": "X"}}""")]
    [InlineData("pipe", " \n{\"name\": \"in\", \"connector.class\": \"X\"}")]
    [InlineData("pipe", "\uFEFF{\"name\": \"in\", \"connector.class\": \"X\"}")]
    public async Task Every_form_of_connector_file_is_read_and_told_from_a_worker_s(string name, string text)
    {
        var path = Write(name, text);

        var connector = await SettingsFile.ReadConnectorAsync(path, Cancel);

        Assert.Equal(("in", "X", null), (connector.Config["name"], connector.Config["connector.class"], connector.InitialState));
        Assert.Null(await SettingsFile.ReadWorkerAsync(path, Cancel));
    }

    [Fact]
    public async Task A_file_with_two_names_is_refused_with_both()
    {
        var path = Write("a.json", """{"name": "x", "config": {"name": "y"}}""");

        var error = await Assert.ThrowsAsync<ConfigException>(() => SettingsFile.ReadConnectorAsync(path, Cancel));

        Assert.Equal($"The connector file '{path}' has the name 'x', and another one, 'y', in its 'config'. Remove one of them.", error.Message);
    }

    [Fact]
    public async Task A_worker_s_file_may_be_a_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        var pipe = Path.Combine(_folder, "pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(Cancel);
        }

        var reading = Task.Run(() => WorkerArguments.ForStandaloneAsync([pipe], Cancel), Cancel);
        await File.WriteAllTextAsync(pipe, "group.id=x\n", Cancel);

        var arguments = await reading;
        Assert.Equal("x", arguments.Settings["group.id"]);
        Assert.Empty(arguments.ConnectorFiles);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
