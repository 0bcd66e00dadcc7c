using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Silo;

/// <summary>Files and options: <c>--key=value</c> or <c>--key value</c>.</summary>
internal sealed record CommandLine(IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Whether help is asked for, wherever among the arguments.</summary>
    public static bool AsksForHelp(string[] args) => Array.Exists(args, argument => argument is "--help" or "-h" or "-?");

    public static CommandLine Parse(string[] args)
    {
        var files = new List<string>();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                files.Add(args[i]);
                continue;
            }

            var option = args[i][2..];
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                options[option[..equals]] = option[(equals + 1)..];
            }
            else if (i + 1 < args.Length && equals < 0)
            {
                options[option] = args[++i];
            }
            else
            {
                throw new ConfigException($"The option '{args[i]}' has no value. Write --KEY=VALUE.");
            }
        }

        return new(files, options);
    }
}
