using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Hosting;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What task grains have in common on a silo.</summary>
internal sealed record TaskGrainServices(LocalTasks Running, WorkerIdentity Worker, WorkerConfig Config, ILocalSiloDetails Silo, TimeProvider Time);
