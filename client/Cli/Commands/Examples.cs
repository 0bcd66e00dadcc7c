namespace OrleansConnect.Cli.Commands;

/// <summary>Examples for the help of commands.</summary>
internal static class Examples
{
    public static string? Of(string command) => All.GetValueOrDefault(command) is { } lines
        ? string.Join('\n', ["Examples:", .. lines.Select(line => "  orleans-connect " + line)])
        : null;

    private static Dictionary<string, string[]> All { get; } = new()
    {
        ["list"] = ["list", "list --json"],
        ["status"] = ["status", "status orders-source --json", "status --watch"],
        ["describe"] = ["describe orders-source"],
        ["create"] = ["create source.properties sink.json", "create orders.json --name orders-copy --state paused", "create --wait 30 - < orders.json"],
        ["apply"] = ["apply connectors/", "apply connectors/ --prune --dry-run", "apply a.json b.properties --yes --wait 30"],
        ["validate"] = ["validate connectors/", "validate orders.json --json"],
        ["preview"] = ["preview orders.json samples.ndjson", "preview orders.json samples.ndjson --trace"],
        ["pause"] = ["pause orders-source"],
        ["resume"] = ["resume orders-source orders-sink --wait 30"],
        ["stop"] = ["stop orders-source"],
        ["restart"] = ["restart orders-source", "restart orders-source --include-tasks --only-failed", "restart orders-source --task 2"],
        ["delete"] = ["delete orders-source orders-sink"],
        ["offsets"] =
        [
            "offsets orders-sink", "offsets orders-sink --to-earliest --dry-run", "offsets orders-sink --to-datetime 2026-01-31T08:00:00Z --topic orders:0,2",
            "offsets orders-sink --shift-by -100 --yes", "offsets orders-source --reset", "offsets orders-source --undo",
        ],
        ["dlq"] = ["dlq list orders-sink", "dlq show orders-sink 0:17", "dlq replay orders-sink --all --dry-run"],
        ["dlq list"] = ["dlq list orders-sink", "dlq list orders-sink --count 100000 --json"],
        ["dlq show"] = ["dlq show orders-sink 0:17", "dlq show orders-sink 0:17 --json"],
        ["dlq replay"] =
        [
            "dlq replay orders-sink --group 1f2e3d4c", "dlq replay orders-sink 0:17 --edit", "dlq replay orders-sink 0:17 --set-value fixed.json --yes",
            "dlq replay orders-sink --all --to connector --config value.converter=org.apache.kafka.connect.storage.StringConverter", "dlq replay orders-sink 0:17 0:18 --topic orders-repaired --dry-run",
        ],
        ["topics"] = ["topics orders-source", "topics orders-source --reset"],
        ["plugins"] = ["plugins", "plugins --connectors", "plugins FileStreamSource"],
        ["cluster"] = ["cluster", "cluster --movements 100", "cluster --watch", "cluster --json"],
        ["completion"] =
        [
            "completion bash > /etc/bash_completion.d/orleans-connect", "completion zsh > ~/.zfunc/_orleans-connect",
            "completion fish > ~/.config/fish/completions/orleans-connect.fish", "completion pwsh >> $PROFILE",
        ],
    };
}
