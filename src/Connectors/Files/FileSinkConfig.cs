using System.Globalization;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Connectors.Files;

/// <summary>The settings of the file sink.</summary>
/// <param name="File">Null for standard output.</param>
/// <param name="IsExactlyOnce">Whether offsets are kept beside the file, so that it equals the topics.</param>
internal sealed record FileSinkConfig(string? File, bool IsExactlyOnce)
{
    public const string ExactlyOnce = "exactly.once";

    public static ConfigDef Definition { get; } = new ConfigDef()
        .String("file", "Path of the file to append to. Standard output is written to without it.", required: false, importance: Importance.High, validator: FileSourceConfig.PathText)
        .Add(new ConfigKey(ExactlyOnce, ConfigType.Boolean)
        {
            Documentation = "Whether each record is written exactly once, whatever crashes: what was written, and up to which offsets, is kept in files beside the file, named FILE.offsets.*. "
                + "Needs a file of its own, and tasks.max=1. Kafka Connect has no such setting.",
            DefaultValue = false,
            Importance = Importance.Medium,
            IsListedOnlyWhenSet = true,
        });

    // Texts that are never null are texts that may be null: the compiler does not see it.
    public static FileSinkConfig From(IReadOnlyDictionary<string, string> settings)
    {
        var config = Of(Definition.Parse(settings!));
        return config.Fault(settings.GetValueOrDefault("tasks.max")) is { } fault ? throw ConfigException.Invalid(fault.Name, fault.Value, fault.Message) : config;
    }

    public static FileSinkConfig Of(ParsedConfig parsed) => new(FileSourceConfig.FileOrNull(parsed.GetStringOrNull("file")), parsed.GetBoolean(ExactlyOnce));

    /// <summary>What its settings have against each other; null if nothing.</summary>
    public (string Name, string? Value, string Message)? Fault(string? tasksMax)
    {
        if (!IsExactlyOnce)
        {
            return null;
        }

        if (File is null)
        {
            return ("file", null, $"'{ExactlyOnce}' needs a file, because standard output cannot be cut back after a crash. Name one");
        }

        return int.TryParse(tasksMax, NumberStyles.Integer, CultureInfo.InvariantCulture, out var tasks) && tasks > 1
            ? ("tasks.max", tasksMax, $"'{ExactlyOnce}' needs one task, because several cannot write one file in one order. Set tasks.max=1")
            : null;
    }
}
