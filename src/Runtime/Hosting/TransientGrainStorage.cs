using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;

namespace OrleansConnect.Runtime.Hosting;

/// <summary>Keeps grain state for as long as the process lives, without grains of its own: what a worker that keeps to itself needs.</summary>
internal sealed class TransientGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (object? State, long Version)> _entries = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_entries.TryGetValue((stateName, grainId), out var entry) && entry.State is T state)
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (state, Text(entry.Version), true);
        }
        else
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var version = _entries.TryGetValue(key, out var entry) ? entry.Version + 1 : 1;
        _entries[key] = (grainState.State, version);
        (grainState.ETag, grainState.RecordExists) = (Text(version), true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _entries.TryRemove((stateName, grainId), out _);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        return Task.CompletedTask;
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
