namespace OrleansConnect.KafkaMessages;

/// <summary>A message: its name, api key, versions and fields.</summary>
internal sealed class Message(string name, int apiKey, VersionRange versions, int flexibleFrom)
{
    public string Name { get; } = name;

    public int ApiKey { get; } = apiKey;

    public VersionRange Versions { get; } = versions;

    /// <summary>First version with compact lengths and tagged fields.</summary>
    public int FlexibleFrom { get; } = flexibleFrom;

    public MessageField Root { get; } = new() { Name = name, StructureName = name, IsStructure = true, Versions = versions };

    /// <summary>The C# expression that says whether <c>version</c> is flexible.</summary>
    public string Flexible => FlexibleFrom <= Versions.First ? "true" : FlexibleFrom > Versions.Last ? "false" : $"version >= {FlexibleFrom}";
}
