extern alias cli;

using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.Files;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class ConnectorFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oc-cli-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.properties", "# a comment\nname = in\nconnector.class: FileStreamSource\ntasks.max=1\n")]
    [InlineData("a.json", """{"name": "in", "connector.class": "FileStreamSource", "tasks.max": 1}""")]
    [InlineData("a.json", """{"name": "in", "config": {"connector.class": "FileStreamSource", "tasks.max": "1", "gone": null}}""")]
    [InlineData("a.json", """{"name": "in", "config": {"name": "in", "connector.class": "FileStreamSource", "tasks.max": "1"}, "initial_state": null}""")]
    [InlineData("pipe", "\n  {\"name\": \"in\", \"connector.class\": \"FileStreamSource\", \"tasks.max\": 1}")]
    [InlineData("pipe", "\uFEFF{\"name\": \"in\", \"connector.class\": \"FileStreamSource\", \"tasks.max\": 1}")]
    [InlineData("a.JSON", "\uFEFF{\"config\": {\"name\": \"in\", \"connector.class\": \"FileStreamSource\", \"tasks.max\": \"1\",},} // the same")]
    public async Task Every_form_of_connector_file_is_read(string name, string text)
    {
        var connector = Assert.Single(await ReadAsync(name, text));

        Assert.Equal("in", connector.Name);
        Assert.Equal(
            new Dictionary<string, string> { ["name"] = "in", ["connector.class"] = "FileStreamSource", ["tasks.max"] = "1" },
            connector.Config.ToDictionary());
        Assert.Null(connector.InitialState);
    }

    [Fact]
    public async Task The_state_to_begin_in_is_read()
    {
        var connector = Assert.Single(await ReadAsync("a.json", """{"name": "in", "config": {"connector.class": "X"}, "initial_state": "stopped"}"""));

        Assert.Equal(TargetState.Stopped, connector.InitialState);
    }

    [Theory]
    [InlineData("""{"name": "in", "connector.class": "X"}""")]
    [InlineData("name=in\nconnector.class=X\n")]
    public async Task Standard_input_is_read_in_either_form(string text)
    {
        var files = new ConnectorFiles(new(new StringReader(text), TextWriter.Null, TextWriter.Null));

        var connector = Assert.Single(await files.ReadAsync(["-"], Cancel));

        Assert.Equal(("in", "X"), (connector.Name, connector.Config["connector.class"]));
    }

    [Fact]
    public async Task A_folder_is_read_in_the_order_of_names()
    {
        File.WriteAllText(Path.Combine(_folder, "b.properties"), "name=b\nconnector.class=X\n");
        File.WriteAllText(Path.Combine(_folder, "readme.txt"), "not a connector");

        var connectors = await ReadAsync("a.json", """{"name": "a", "connector.class": "X"}""", _folder);

        Assert.Equal(["a", "b"], connectors.Select(connector => connector.Name));
    }

    [Fact]
    public void A_connector_tells_no_settings_of_itself()
    {
        var connector = new ConnectorFile("a.json", "in", new Dictionary<string, string> { ["password"] = "hunter2" }, null);

        Assert.DoesNotContain("hunter2", connector.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<IReadOnlyList<ConnectorFile>> ReadAsync(string name, string text, string? path = null)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(file, text, Cancel);
        return await new ConnectorFiles(new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null)).ReadAsync([path ?? file], Cancel);
    }
}
