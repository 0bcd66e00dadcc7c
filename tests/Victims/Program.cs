using System.Globalization;
using OrleansConnect.Tests.Victims;

// Programs that tests start in processes of their own, because they are to be killed.
return args switch
{
    ["silo"] => await SiloProgram.RunAsync(_ => { }),
    ["fast-failover-silo"] => await SiloProgram.RunAsync(silo => silo.UseFastFailover()),
    ["counter", var bootstrapServers, var topic, var keys, var journal] => await CounterProgram.RunAsync(bootstrapServers, topic, int.Parse(keys, CultureInfo.InvariantCulture), journal),
    _ => throw new ArgumentException($"There is no program '{string.Join(' ', args)}'. Start 'silo', 'fast-failover-silo' or 'counter'."),
};
