using System.Collections.Immutable;
using System.Net;
using Orleans.Runtime.Placement;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>Silos with the tasks of one connector: what runs where, as its task grains would have it, and what goes wrong with calls.</summary>
internal sealed class FakeTaskGrains : IClusterMembershipService
{
    private readonly Dictionary<string, FakeTaskGrain> _grains = [];
    private readonly HashSet<SiloAddress> _dead = [];

    public IGrainFactory Factory => GrainFactoryProxy.Of(key => Grain(key));

    /// <summary>Every start of a runner.</summary>
    public List<(int Task, long Generation, SiloAddress Silo)> Starts { get; } = [];

    /// <summary>Every call, as <c>stop 0</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Awaited before a call takes effect.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Awaited when a call has taken effect and is not answered yet.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>How often a grain that is elsewhere says so before it has moved.</summary>
    public int MoveDelay { get; set; }

    public IReadOnlyDictionary<int, long> Running => _grains.Values.Where(grain => grain.Runner is not null).ToDictionary(grain => grain.Task, grain => grain.Runner?.Report.Generation ?? 0);

    public ClusterMembershipSnapshot CurrentSnapshot => new(
        Enumerable.Range(1, 3).Select(Silo).ToImmutableDictionary(silo => silo, silo => new ClusterMember(silo, _dead.Contains(silo) ? SiloStatus.Dead : SiloStatus.Active, "worker")),
        new(1));

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    public static SiloAddress Silo(int number) => SiloAddress.New(IPAddress.Loopback, 11000 + number, 1);

    public SiloAddress? SiloOf(int task) => Grain($"c/{task}").Silo;

    public void Kill(SiloAddress silo)
    {
        _dead.Add(silo);
        foreach (var grain in _grains.Values.Where(grain => silo.Equals(grain.Silo)))
        {
            grain.Lose();
        }
    }

    /// <summary>A runner is gone, and nobody is told.</summary>
    public void Lose(int task) => Grain($"c/{task}").Lose();

    public ValueTask Refresh(MembershipVersion minimumVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();

    private FakeTaskGrain Grain(string key)
    {
        if (!_grains.TryGetValue(key, out var grain))
        {
            _grains[key] = grain = new(this, TaskId.Parse(key).Task);
        }

        return grain;
    }

    private sealed class FakeTaskGrain(FakeTaskGrains world, int task) : ITaskGrain
    {
        private int _moves;

        public int Task => task;

        public SiloAddress? Silo { get; private set; }

        public TaskStarted? Runner { get; private set; }

        private TaskStarted? RunnerOf(long generation) => Runner is { } runner && runner.Report.Generation == generation ? runner : null;

        public Task<TaskStarted?> Find(long generation) => CallAsync("find", () => Runner is { } runner && runner.Report.Generation >= generation ? runner : null);

        public Task<TaskStarted?> Start(TaskSpec spec, bool isPaused, SiloAddress silo) => CallAsync("start", () =>
        {
            if (!silo.Equals(Silo))
            {
                Runner = null;
                Silo = _moves++ < world.MoveDelay ? Silo : silo;
                return null;
            }

            _moves = 0;
            if (Runner is null || Runner.Report.Generation < spec.Generation)
            {
                Runner = new(new(task, spec.Generation, new(InstanceState.Running, "worker", null, null), new()), [], silo);
                world.Starts.Add((task, spec.Generation, silo));
            }

            return Runner;
        });

        public Task<bool> Assign(long generation, SinkPartitions assigned) => CallAsync("assign", () =>
        {
            Runner = RunnerOf(generation) is { } runner ? runner with { Partitions = assigned.Partitions } : Runner;
            return RunnerOf(generation) is not null;
        });

        public Task SetPaused(long generation, bool isPaused) => CallAsync("pause", () => true);

        public Task Stop() => CallAsync("stop", () => Runner = null);

        public Task Retire() => CallAsync("retire", () => Runner = null);

        public void Lose() => (Runner, Silo) = (null, null);

        private async Task<T> CallAsync<T>(string name, Func<T> effect)
        {
            var call = $"{name} {task}";
            world.Calls.Add(call);
            var hint = RequestContext.Get(IPlacementDirector.PlacementHintKey) as SiloAddress;
            await world.Before(call);
            Silo ??= hint is not null && !world._dead.Contains(hint) ? hint : FakeTaskGrains.Silo(3);
            var result = effect();
            await world.After(call);
            return result;
        }
    }
}
