using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Connectors.Files;

/// <summary>Where the lines of a <see cref="FileSourceTask"/> come from.</summary>
internal interface ILineInput : IDisposable
{
    /// <summary>Moves on: reads bytes into the buffer, or changes what is read. False when there is nothing to do now.</summary>
    bool Fill(LineBuffer lines);

    /// <summary>The offset of a position in what is read now; null where none are kept.</summary>
    SourceOffset? OffsetAt(long positionBytes);

    /// <summary>Waits until there may be more, at most about ten seconds.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);
}
