using Microsoft.Extensions.Hosting;

namespace OrleansConnect.Tests.Victims;

/// <summary>A silo that has nothing but its environment to go by.</summary>
internal static class SiloProgram
{
    public static async Task<int> RunAsync(Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(configure);
        await builder.Build().RunAsync();
        return 0;
    }
}
