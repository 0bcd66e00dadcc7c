using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using OrleansConnect.KafkaState;
using OrleansConnect.KafkaState.GrainStorage;
using OrleansConnect.KafkaState.Hosting;
using OrleansConnect.KafkaState.Membership;
using OrleansConnect.KafkaState.Reminders;

#pragma warning disable IDE0130 // Extensions live where their builder does, so that they are found without a using.
namespace Orleans.Hosting;
#pragma warning restore IDE0130

/// <summary>Kafka as the only store of a silo.</summary>
public static class KafkaStateSiloBuilderExtensions
{
    /// <summary>Silos find each other through a topic.</summary>
    public static ISiloBuilder UseKafkaClustering(this ISiloBuilder silo, Action<OptionsBuilder<KafkaStateOptions>>? configure = null)
    {
        silo.Services.AddKafkaState(KafkaStateServices.Membership, KafkaStateServices.Membership, configure);
        silo.Services.TryAddSingleton(MembershipLog.Create);
        silo.Services.AddSingleton<IMembershipTable, KafkaMembershipTable>();
        return silo;
    }

    /// <summary>Grains keep their state in a topic.</summary>
    public static ISiloBuilder AddKafkaGrainStorage(
        this ISiloBuilder silo, string name = "Default", Action<OptionsBuilder<KafkaStateOptions>>? configure = null)
    {
        silo.Services.AddKafkaState(name, KafkaStateServices.State, configure);
        silo.Services.AddGrainStorage(name, KafkaGrainStorage.Create);
        return silo;
    }

    /// <summary>Reminders are kept in a topic.</summary>
    public static ISiloBuilder UseKafkaReminders(this ISiloBuilder silo, Action<OptionsBuilder<KafkaStateOptions>>? configure = null)
    {
        silo.AddReminders();
        silo.Services.AddKafkaState(KafkaStateServices.Reminders, KafkaStateServices.Reminders, configure);
        silo.Services.AddSingleton<IReminderTable>(KafkaReminderTable.Create);
        return silo;
    }

    /// <summary>
    /// The settings under which a silo that was killed is declared dead within about a second without disturbing others, and a cluster
    /// of which every process was killed starts again within seconds: rows of the dead are told by their age, not waited for.
    /// </summary>
    public static ISiloBuilder UseFastFailover(this ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP003 // The default directory deactivates healthy grains whenever any silo leaves.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
            options.TableRefreshTimeout = TimeSpan.FromSeconds(5);

            // The whole table is one entry: the dead of a worker that starts and fails again and again must not fill it.
            options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
            options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        return silo;
    }
}
