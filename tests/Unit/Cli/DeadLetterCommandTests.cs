extern alias cli;

using System.Text.Json;
using System.Text.RegularExpressions;
using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.Commands;
using cli::OrleansConnect.Cli.DeadLetters;
using Microsoft.AspNetCore.Builder;
using OrleansConnect.Client;
using OrleansConnect.Tests.Unit.Client;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>Dead letters at the command line, against a worker that has one.</summary>
public sealed partial class DeadLetterCommandTests : IAsyncLifetime
{
    private const string Better = "sed -i s/1/2/";
    private const string NoJson = "sh -c 'echo { > \"$0\"'";

    private static readonly string[] Edit = ["dlq", "replay", "c", "0:1", "--edit", "--yes"];
    private static readonly DeadLetter Letter = new("0:1", new(null, null, null, null), new(null, null, null, null), [], new Dictionary<string, string?>());

    private readonly OneDeadLetterService _service = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly WebApplication _app;

    public DeadLetterCommandTests() => _app = GrpcWorker.With(_service);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_time_after_the_year_9999_is_shown_as_it_is()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("", "dlq", "show", "c", "0:1"));
        Assert.Contains($"of {OneDeadLetterService.Timestamp} ms after 1970", _output.ToString(), StringComparison.Ordinal);
        _output.GetStringBuilder().Clear();

        Assert.Equal(ExitCode.Ok, await RunAsync("", "dlq", "show", "c", "0:1", "--json"));
        Assert.Equal(OneDeadLetterService.Timestamp, JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("timestamp").GetInt64());
        _output.GetStringBuilder().Clear();

        Assert.Equal(ExitCode.Ok, await RunAsync("", "dlq", "replay", "c", "0:1", "--dry-run", "--json"));
        Assert.Contains($"\"timestamp\": {OneDeadLetterService.Timestamp}", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L, true)]
    [InlineData(-62_135_596_800_000, true)]
    [InlineData(253_402_300_799_999, true)]
    [InlineData(-62_135_596_800_001, false)]
    [InlineData(253_402_300_800_000, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(long.MinValue, false)]
    public void A_time_is_one_where_the_calendar_has_it(long ms, bool isTime)
    {
        Assert.Equal(isTime, (Letter with { TimestampMs = ms }).Timestamp is not null);
        Assert.Equal(isTime ? ms : null, new PreviewRecord { TimestampMs = ms }.Timestamp?.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Nothing_is_replayed_unasked()
    {
        Assert.Equal(ExitCode.Usage, await RunAsync("", "dlq", "replay", "c", "0:1", "--value", "{}"));

        Assert.Contains("Add --yes", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Replayed);
    }

    [Fact]
    public void What_became_of_letters_is_counted_in_words() => Assert.Equal(
        "1 replayed to topic t, 2 replayed before",
        ReplayText.Counts([new("0:1", ReplayState.ReplayedBefore), new("0:2", ReplayState.Replayed) { To = "topic t" }, new("0:3", ReplayState.ReplayedBefore)]));

    [Fact]
    public async Task An_edit_that_took_effect_leaves_no_file()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync(Better, Edit));

        Assert.Equal(["""{"n":2}"""], _service.Replayed);
        Assert.DoesNotContain("kept", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_that_is_no_json_is_kept()
    {
        Assert.Equal(ExitCode.Invalid, await RunAsync(NoJson, Edit));

        Assert.Equal("{\n", await TakeKeptAsync());
    }

    [Fact]
    public async Task An_edit_whose_replay_is_refused_is_kept()
    {
        _service.Refusal = "There is no topic 'orders'.";

        Assert.Equal(ExitCode.Invalid, await RunAsync(Better, Edit));

        Assert.Contains("There is no topic 'orders'. Your changes are kept in '", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"n\": 2", await TakeKeptAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_that_is_only_tried_is_kept()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync(Better, [.. Edit[..^1], "--dry-run"]));

        Assert.Contains("\"n\": 2", await TakeKeptAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", "ended with code 1")]
    [InlineData("rm", "left no file")]
    public async Task An_editor_that_changed_nothing_leaves_nothing(string editor, string reason)
    {
        Assert.Equal(ExitCode.Failed, await RunAsync(editor, Edit));

        Assert.Contains(reason, _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("kept", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_editor_ends_with_the_command_and_its_file_is_kept()
    {
        var folder = Directory.CreateTempSubdirectory("editor");
        var id = Path.Combine(folder.FullName, "id");
        var editor = new LetterEditor(Terminal($"sh -c 'echo mine > \"$0\"; echo $$ > {id}.new; mv {id}.new {id}; exec sleep 600'"));
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var editing = editor.GuardAsync(async () =>
        {
            await editor.EditAsync(Letter, cancelled.Token);
            return (ExitCode.Ok, false);
        });
        while (!File.Exists(id) && !editing.IsCompleted)
        {
            await Task.Delay(10, Cancel);
        }

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => editing);
        Assert.Equal("mine\n", await TakeKeptAsync());
        var editorId = int.Parse(await File.ReadAllTextAsync(id, Cancel), System.Globalization.CultureInfo.InvariantCulture);
        while (File.Exists($"/proc/{editorId}/cmdline") && (await File.ReadAllTextAsync($"/proc/{editorId}/cmdline", Cancel)).Length > 0)
        {
            await Task.Delay(10, Cancel);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_plan_keeps_the_records_that_are_shown()
    {
        var error = new PreviewError("E", "m", "TASK_PUT", null);
        var letters = Enumerable.Range(0, 100).Select(id => new ReplayedDeadLetter($"0:{id}", ReplayState.Ready) { Record = new(), Error = id % 2 == 0 ? null : error }).ToList();

        var some = letters.Select(new ShownRecords(keepsAll: false).Keep).ToList();
        var all = letters.Select(new ShownRecords(keepsAll: true).Keep).ToList();

        Assert.Equal(letters, all);
        Assert.Equal(letters.Select(letter => letter.Id), some.Select(letter => letter.Id));
        Assert.Equal(ReplayText.ShownMax * 2, some.Count(letter => letter.Record is not null));
        Assert.All(some.OrderBy(letter => letter.Error is null).Take(ReplayText.ShownMax), letter => Assert.NotNull(letter.Record));
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task<int> RunAsync(string editor, params string[] arguments) => CommandTree.RunAsync(arguments, Terminal(editor));

    private Terminal Terminal(string editor) => new(TextReader.Null, _output, _error)
    {
        Variable = name => name switch
        {
            "ORLEANS_CONNECT_SERVER" => _app.Urls.Single(),
            "EDITOR" => editor,
            _ => null,
        },
    };

    // The file that is named, which is removed for the user.
    private async Task<string> TakeKeptAsync()
    {
        var path = KeptFile().Match(_error.ToString()).Groups["path"].Value;
        var text = await File.ReadAllTextAsync(path, Cancel);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return text;
    }

    [GeneratedRegex("Your changes are kept in '(?<path>[^']+)'\\.")]
    private static partial Regex KeptFile();
}
