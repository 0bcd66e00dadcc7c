using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Connectors.Files;

/// <summary>The settings of the file sink.</summary>
/// <param name="File">Null for standard output.</param>
internal sealed record FileSinkConfig(string? File)
{
    public static ConfigDef Definition { get; } = new ConfigDef()
        .String("file", "Path of the file to append to. Standard output is written to without it.", required: false, importance: Importance.High, validator: FileSourceConfig.PathText);

    // Texts that are never null are texts that may be null: the compiler does not see it.
    public static FileSinkConfig From(IReadOnlyDictionary<string, string> settings) =>
        new(FileSourceConfig.FileOrNull(Definition.Parse(settings!).GetStringOrNull("file")));
}
