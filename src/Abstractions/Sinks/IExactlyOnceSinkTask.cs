using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Sinks;

/// <summary>
/// What a <see cref="SinkTask"/> is beside when its target system keeps, for each topic partition, the offset of the next record and a generation, and takes them in the same
/// transaction as the data. Each record is then written exactly once, whatever crashes. The offsets of the consumer group are still committed, for others to look at, and never read.
/// <para>
/// A write of one transaction: the data, the next offsets, and the task's generation where the stored one is not higher. If it is, another task has the partition:
/// write nothing and throw a <see cref="Errors.FencedException"/>.
/// </para>
/// <para>
/// The transaction may be made in <see cref="SinkTask.PutAsync"/>, with the offsets after the last record of each partition, or in <see cref="SinkTask.FlushAsync"/>. In both cases
/// <see cref="SinkTask.FlushAsync"/> has to store the offsets that it is given: those of all partitions the task has, behind the last record that was read, with those that
/// transformations dropped and those that <c>errors.tolerance</c> allowed to skip.
/// </para>
/// <para>
/// After any exception from <see cref="SinkTask.PutAsync"/> or <see cref="SinkTask.FlushAsync"/> nobody knows what is stored. The runtime calls neither of them again before it has claimed
/// all partitions anew, which it does when the exception was a <see cref="Errors.RetriableException"/>; after any other the task has failed.
/// </para>
/// </summary>
public interface IExactlyOnceSinkTask
{
    /// <summary>Whether the task does all this with the settings it has; asked once, when it was started.</summary>
    bool StoresOffsets { get; }

    /// <summary>
    /// Makes partitions the task's own: stores the generation for each, so that no earlier owner can write any more, and returns the offsets of the next records as far as they are stored.
    /// Called before <see cref="SinkTask.OpenAsync"/> and the first <see cref="SinkTask.PutAsync"/>, and again for all partitions the task has when it is unknown what it has stored; then whatever was put and is not
    /// stored is to be forgotten. A partition without an offset is read from where <c>auto.offset.reset</c> says. A <see cref="Errors.RetriableException"/> repeats the call after a pause.
    /// </summary>
    /// <param name="partitions">The partitions that come, or all.</param>
    /// <param name="generation">
    /// To be written with everything from now on, for the partitions the task had before too. Of two tasks that were ever given a partition, the later one has the higher generation.
    /// It grows with each assignment of partitions to any task of the connector, is at least the milliseconds since 1970, and has gaps.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the task is to stop.</param>
    /// <exception cref="Errors.FencedException">A higher generation is stored.</exception>
    ValueTask<IReadOnlyDictionary<TopicPartition, long>> ClaimAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken);
}
