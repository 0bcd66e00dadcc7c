using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>
/// Reads options from a provider's configuration section. The bootstrap servers come from, in this order: the section itself, the keyed
/// <see cref="ClientConfig"/> service named by <c>ServiceKey</c>, the section's <c>ConnectionString</c>, and the connection string named
/// by <c>ConnectionName</c> or <c>ServiceKey</c>.
/// </summary>
internal static class KafkaProviderSettings
{
    public static Action<OptionsBuilder<KafkaStateOptions>> From(IConfigurationSection section) => builder =>
        builder.Configure<IServiceProvider>((options, services) =>
        {
            section.Bind(options);
            if (section["ServiceKey"] is { Length: > 0 } key && services.GetKeyedService<ClientConfig>(key) is { } client)
            {
                Apply(client, options);
            }

            if (options.BootstrapServers.Length == 0)
            {
                options.BootstrapServers = FindConnectionString(section, services.GetRequiredService<IConfiguration>());
            }
        });

    private static void Apply(ClientConfig client, KafkaStateOptions options)
    {
        foreach (var (name, value) in client)
        {
            options.ClientProperties.TryAdd(name, value);
        }

        options.BootstrapServers = options.BootstrapServers.Length > 0 ? options.BootstrapServers : client.BootstrapServers ?? "";
    }

    private static string FindConnectionString(IConfigurationSection section, IConfiguration configuration)
    {
        if (section["ConnectionString"] is { Length: > 0 } connectionString)
        {
            return connectionString;
        }

        var name = section["ConnectionName"] is { Length: > 0 } connectionName ? connectionName : section["ServiceKey"];
        if (string.IsNullOrEmpty(name))
        {
            throw new InvalidOperationException(
                $"Section '{section.Path}' does not say which Kafka to use. Set one of BootstrapServers, ConnectionString, ConnectionName or ServiceKey in it.");
        }

        return configuration.GetConnectionString(name) ?? throw new InvalidOperationException(
            $"Section '{section.Path}' names the connection '{name}', but there is no such connection string. Set ConnectionStrings:{name}.");
    }
}
