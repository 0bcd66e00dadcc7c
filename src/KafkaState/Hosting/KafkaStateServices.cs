using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>What every role needs: the shared logs, and options of the role's name that are checked at start.</summary>
internal static class KafkaStateServices
{
    public const string Membership = "membership";
    public const string Reminders = "reminders";
    public const string State = "state";

    public static void AddKafkaState(this IServiceCollection services, string optionsName, string role, Action<OptionsBuilder<KafkaStateOptions>>? configure)
    {
        services.AddSingleton(new KafkaStateUse(optionsName, role));
        services.TryAddSingleton(provider => new KafkaStateLogs(
            provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaStateOptions>, KafkaStateOptionsValidator>());
        var options = services.AddOptions<KafkaStateOptions>(optionsName);
        configure?.Invoke(options);
        options.ValidateOnStart();
    }

    public static KafkaStateOptions GetKafkaStateOptions(this IServiceProvider provider, string optionsName) =>
        provider.GetRequiredService<IOptionsMonitor<KafkaStateOptions>>().Get(optionsName);
}
