namespace OrleansConnect.Abstractions.Plugins;

/// <summary>
/// On an assembly whose transformations and predicates hold on to no record once they have returned, and change none but by <see cref="Data.RecordParts"/> as the last thing they do. A chain then
/// changes its record in place instead of copying it for each of them.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class KeepsNoRecordsAttribute : Attribute;
