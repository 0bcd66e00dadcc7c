namespace OrleansConnect.Kafka.Clients;

internal sealed record TranslatedSettings(IReadOnlyDictionary<string, string> Native, IReadOnlyList<string> Warnings);
