namespace OrleansConnect.Transforms;

/// <summary>What is to be done to a field: left out, kept, or renamed.</summary>
internal readonly record struct FieldChange(FieldChange.What Kind, string NewName = "")
{
    public static FieldChange Exclude { get; } = new(What.Exclude);

    public static FieldChange Include { get; } = new(What.Include);

    public static FieldChange Rename(string newName) => new(What.Rename, newName);

    public enum What
    {
        Exclude,
        Include,
        Rename,
    }
}
