namespace OrleansConnect.Abstractions.Data;

/// <summary>The half of a record that a transformation or converter works on.</summary>
public enum RecordPart
{
    /// <summary>The key.</summary>
    Key,

    /// <summary>The value.</summary>
    Value,
}
