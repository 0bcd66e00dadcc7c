namespace OrleansConnect.Grains;

/// <summary>What is done to a connector's offsets from outside.</summary>
public enum OffsetsAction
{
    /// <summary>Some are set, or removed.</summary>
    Alter,

    /// <summary>All are removed.</summary>
    Reset,

    /// <summary>Those before the last change are restored.</summary>
    Undo,
}
