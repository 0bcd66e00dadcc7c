namespace OrleansConnect.Client;

/// <summary>Changes of a dead letter before it is replayed; what is null stays as it is.</summary>
public sealed record DeadLetterEdit
{
    /// <summary>The new key.</summary>
    public DeadLetterBytes? Key { get; init; }

    /// <summary>The new value.</summary>
    public DeadLetterBytes? Value { get; init; }

    /// <summary>All headers that it is to have.</summary>
    public IReadOnlyList<PreviewHeader>? Headers { get; init; }
}
