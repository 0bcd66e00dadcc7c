using System.Reflection;
using OrleansConnect.Management.Hosting;
using OrleansConnect.Runtime.Hosting;

namespace OrleansConnect.Silo;

/// <summary>Who this worker is, from its listeners and the build.</summary>
internal static class WorkerIdentities
{
    public static WorkerIdentity Of(ListenerOptions listeners)
    {
        var build = typeof(WorkerIdentities).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var parts = build.Split('+', 2);
        return new(listeners.WorkerId, parts[0], parts.Length > 1 ? parts[1][..Math.Min(16, parts[1].Length)] : "unknown");
    }
}
