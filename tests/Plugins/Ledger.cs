using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Plugins;

/// <summary>What a table is to a SQL sink, for one topic partition: generation, next offset and lines, which change together or not at all, and for one at a time.</summary>
internal sealed class Ledger(string path)
{
    public static Ledger Of(string folder, TopicPartition partition) => new(Path.Combine(folder, $"{partition}"));

    // Beside them lie their locks, halves of changes, and orders of tests.
    public static IEnumerable<Ledger> All(string folder) =>
        Directory.GetFiles(folder, "*.lock").Select(file => new Ledger(Path.ChangeExtension(file, null)));

    /// <summary>Whose it is.</summary>
    public TopicPartition Partition => Path.GetFileName(path) is var name && name.LastIndexOf('-') is var dash
        ? new(name[..dash], int.Parse(name[(dash + 1)..], CultureInfo.InvariantCulture))
        : default;

    /// <summary>The next offset; null when there is none.</summary>
    public long? Next
    {
        get
        {
            using var transaction = Begin();
            return File.Exists(path) && File.ReadAllLines(path)[1] is { Length: > 0 } next ? long.Parse(next, CultureInfo.InvariantCulture) : null;
        }
    }

    /// <summary>Changes the ledger for a task of that generation: the next offset after it.</summary>
    /// <exception cref="FencedException">A task of a higher generation has it.</exception>
    /// <exception cref="RetriableException">Somebody else is changing it.</exception>
    public long? Change(long generation, IEnumerable<string> lines, long? next) => Change(generation, lines, before => next ?? before);

    /// <summary>Sets the next offset from outside, or removes it. The lines stay.</summary>
    public void Set(long generation, long? next) => Change(generation, [], _ => next);

    private long? Change(long generation, IEnumerable<string> lines, Func<long?, long?> next)
    {
        using var transaction = Begin();
        string[] before = File.Exists(path) ? File.ReadAllLines(path) : ["0", ""];
        var stored = long.Parse(before[0], CultureInfo.InvariantCulture);
        if (stored > generation)
        {
            throw new FencedException($"'{path}' belongs to generation {stored}, and this task is of {generation}.");
        }

        var offset = next(before[1].Length == 0 ? null : long.Parse(before[1], CultureInfo.InvariantCulture));
        File.WriteAllLines($"{path}.new", [$"{generation}", $"{offset}", .. before[2..], .. lines]);
        File.Move($"{path}.new", path, overwrite: true);
        return offset;
    }

    private FileStream Begin()
    {
        try
        {
            return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause)
        {
            throw new RetriableException($"'{path}' is in use.", cause);
        }
    }
}
