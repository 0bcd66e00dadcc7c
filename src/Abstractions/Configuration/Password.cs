namespace OrleansConnect.Abstractions.Configuration;

/// <summary>A secret. It prints as <c>[hidden]</c>, also inside other records; only <see cref="Value"/> tells it.</summary>
public sealed record Password(string Value)
{
    /// <summary>What is shown instead of a secret.</summary>
    public const string Hidden = "[hidden]";

    /// <inheritdoc/>
    public override string ToString() => Hidden;
}
