namespace OrleansConnect.Tests.Unit.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oc-cli-").FullName;

    [Theory]
    [InlineData("lst", "Unrecognized command or argument 'lst'.")]
    [InlineData("list --wat", "Unrecognized command or argument '--wat'.")]
    [InlineData("describe", "Required argument 'NAME' missing for command: 'describe'.")]
    [InlineData("create a.json --state sleeping", "'sleeping' is no state. Write running, paused or stopped.")]
    [InlineData("create a.json b.json --name x", "'--name' goes with one file.")]
    [InlineData("restart a --task -1", "'--task' is the number of one task")]
    [InlineData("restart a --task 1 --only-failed", "'--task' is the number of one task")]
    [InlineData("restart a --task x", "'--task' is the number of one task")]
    [InlineData("restart a --task 1.5", "'--task' is the number of one task")]
    [InlineData("restart a --task", "Required argument missing for option: '--task'.")]
    [InlineData("create a.json --name", "Required argument missing for option: '--name'.")]
    [InlineData("create a.json --name x --name y", "Option '--name' expects a single argument but 2 were provided.")]
    [InlineData("create a.json --wait x", "'--wait' is a number of seconds above 0")]
    [InlineData("create a.json --wait NaN", "'--wait' is a number of seconds above 0")]
    [InlineData("pause a --wait", "Required argument missing for option: '--wait'.")]
    [InlineData("cluster --movements x", "'--movements' is a number from 0.")]
    [InlineData("offsets a --shift-by x", "'--shift-by' is a whole number of records")]
    [InlineData("dlq list a --count x", "'--count' is a number from 1 to 100000.")]
    [InlineData("pause a --wait 0", "'--wait' is a number of seconds above 0")]
    [InlineData("list --server foo", "'foo' is no address of a worker. Write http://HOST:PORT")]
    [InlineData("cluster --movements -1", "'--movements' is a number from 0.")]
    [InlineData("preview a.json b.ndjson --kind both", "'--kind' is source or sink.")]
    public async Task Wrong_usage_is_told_in_one_line_with_the_way_to_help(string arguments, string error)
    {
        var run = await CliRun.OfAsync(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("orleans-connect: " + error, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help' to see what it takes.", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("status --watch")]
    [InlineData("describe a")]
    [InlineData("pause a")]
    [InlineData("restart a --task 0")]
    [InlineData("delete a")]
    [InlineData("plugins")]
    [InlineData("cluster")]
    [InlineData("cluster --watch")]
    [InlineData("workers")]
    public async Task A_worker_that_does_not_answer_is_named_with_what_to_do(string arguments)
    {
        var run = await CliRun.OfAsync(arguments.Split(' '));

        Assert.Equal(6, run.ExitCode);
        Assert.Contains("No worker answers at http://127.0.0.1:1: Connection refused. Start a worker, or name the gRPC address of one with --server", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var run = await CliRun.OfAsync("create", "nowhere.json");

        Assert.Equal((3, "orleans-connect: There is no file 'nowhere.json'."), (run.ExitCode, run.Error.Trim()));
    }

    [Theory]
    [InlineData("""{"name": "x",""", "is not valid JSON at line 1, byte 13")]
    [InlineData("""["x"]""", "is not a JSON object. Write {\"name\"")]
    [InlineData("""{"name": "x", "config": {"topics": ["a"]}}""", "has a list for 'topics', where settings are texts")]
    [InlineData("""{"name": "x", "a": "1", "a": "2"}""", "has 'a' twice")]
    [InlineData("""{"connector.class": "X"}""", "has no 'name'. Add one.")]
    [InlineData("""{"name": "x", "config": {"a": "b"}, "initial_state": "ASLEEP"}""", "has the initial_state 'ASLEEP'. Write RUNNING, PAUSED or STOPPED.")]
    [InlineData("""{"name": "x", "config": {"name": "y", "a": "b"}}""", "has the name 'x', and another one, 'y', in its 'config'. Remove one of them.")]
    [InlineData("""{"name": "x", "password": "[hidden]"}""", "which stands for a secret that was not shown")]
    public async Task A_file_that_describes_no_connector_is_refused_with_the_reason(string text, string reason)
    {
        var path = Write("bad.json", text);

        foreach (var command in (string[])["create", "apply", "validate"])
        {
            var run = await CliRun.OfAsync(command, path);

            Assert.Equal(5, run.ExitCode);
            Assert.Contains(path, run.Error, StringComparison.Ordinal);
            Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_files_of_one_name_are_refused()
    {
        var run = await CliRun.OfAsync("apply", Write("a.json", """{"name": "x", "connector.class": "X"}"""), Write("b.properties", "name=x\nconnector.class=X\n"));

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("The name 'x' is in more than one file:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_connector_files_is_refused()
    {
        var empty = await CliRun.OfAsync("apply", _folder);
        Write("worker.properties", "group.id=x\n");

        var withoutConnectors = await CliRun.OfAsync("apply", _folder, "--prune", "--yes");

        Assert.Equal((3, 3), (empty.ExitCode, withoutConnectors.ExitCode));
        Assert.Contains("passed over, it has neither 'name' nor 'connector.class'", withoutConnectors.Error, StringComparison.Ordinal);
        Assert.Contains("None of the files describes a connector. Nothing was changed.", withoutConnectors.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "Line 2 of")]
    [InlineData("""{"valeu": 1}""", "it is not an object of topic, partition")]
    [InlineData("""{"value_base64": "%"}""", "Line 2 of")]
    public async Task A_sample_that_is_no_record_is_named_by_its_line(string sample, string reason)
    {
        var run = await CliRun.OfAsync("preview", Write("c.json", """{"connector.class": "FileStreamSource"}"""), Write("records.ndjson", "{\"value\": 1}\n" + sample));

        Assert.Equal(5, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_that_is_not_in_UTF_8_is_named_by_its_line()
    {
        var records = Write("records.ndjson", "");
        await File.WriteAllBytesAsync(records, [0xEF, 0xBB, 0xBF, .. "{\"value\": \"a\"}\n{\"value\": \""u8, 0xE9, .. "\"}\n"u8], TestContext.Current.CancellationToken);

        var run = await CliRun.OfAsync("preview", Write("c.json", """{"connector.class": "FileStreamSource"}"""), records);

        Assert.Equal(5, run.ExitCode);
        Assert.Contains($"Line 2 of '{records}' is not in UTF-8.", run.Error, StringComparison.Ordinal);
    }

    // Nobody listens: what is wrong with the command itself would have been said before.
    [Theory]
    [InlineData("""{"name": "a", "config": {"transforms": ""}}""", "", 6)]
    [InlineData("""{"name": "a", "config": {"connector.class": "org.example.Copier"}}""", "", 2)]
    [InlineData("""{"name": "a", "config": {"connector.class": "org.example.Copier"}}""", "--kind source", 6)]
    public async Task A_preview_needs_its_way_only_where_a_class_does_not_tell_it(string config, string option, int exitCode)
    {
        var run = await CliRun.OfAsync(["preview", Write("c.json", config), Write("records.ndjson", "{}"), .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Every_shell_gets_a_completion_script(string shell)
    {
        var run = await CliRun.OfAsync("completion", shell);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("[suggest", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
