using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Connectors.Files;

/// <summary>The settings of the file source.</summary>
/// <param name="File">As users wrote it, because source partitions carry it; null for standard input.</param>
/// <param name="Topic">Where the lines go.</param>
/// <param name="BatchSize">Most lines a poll returns.</param>
/// <param name="TellsIdentity">Whether source offsets say which file they are of.</param>
internal sealed record FileSourceConfig(string? File, string Topic, int BatchSize, bool TellsIdentity)
{
    private const string Identity = "offset.identity";

    /// <summary>Refuses a null character, at which the operating system would take the path to end.</summary>
    public static IConfigValidator PathText { get; } = Validators.Lambda(
        (name, value) =>
        {
            if (value is string path && path.Contains('\0', StringComparison.Ordinal))
            {
                throw ConfigException.Invalid(name, path.Replace("\0", "\\0", StringComparison.Ordinal), "A path has no null character");
            }
        },
        "path");

    public static ConfigDef Definition { get; } = new ConfigDef()
        .String("file", "Path of the file to read. Standard input is read without it.", required: false, importance: Importance.High, validator: PathText)
        .String("topic", "Topic the lines are written to.", importance: Importance.High, validator: Validators.NonEmpty)
        .Int("batch.size", "Most lines that are handed on at once; less than one is one.", defaultValue: 2000, importance: Importance.Low, unit: "records")
        .Add(new ConfigKey(Identity, ConfigType.Boolean)
        {
            Documentation = "Whether source offsets say which file they are of, so that the rest of a file that was rotated while no task ran is read, and the new one from its start. "
                + "They have a member 'identity' then, behind Kafka Connect's 'position'. Kafka Connect has no such setting.",
            DefaultValue = false,
            Importance = Importance.Medium,
            IsListedOnlyWhenSet = true,
        });

    public static FileSourceConfig From(IReadOnlyDictionary<string, string> settings)
    {
        // Texts that are never null are texts that may be null: the compiler does not see it.
        var config = Definition.Parse(settings!);
        return new(FileOrNull(config.GetStringOrNull("file")), config.GetString("topic"), Math.Max(1, config.GetInt("batch.size")), config.GetBoolean(Identity));
    }

    public static string? FileOrNull(string? file) => string.IsNullOrEmpty(file) ? null : file;
}
