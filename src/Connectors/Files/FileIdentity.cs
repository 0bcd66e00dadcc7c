using System.Globalization;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// Which file it is, for longer than it is held open: its number in the file system together with its time of creation, because numbers of removed files are given out again. A rename keeps both.
/// </summary>
/// <param name="Node">Its number.</param>
/// <param name="CreatedNs">When it was made, in nanoseconds since 1970.</param>
internal readonly record struct FileIdentity(ulong Node, long CreatedNs)
{
    /// <summary>Null where the file system does not tell when files were made.</summary>
    public static FileIdentity? Of(FileState? state) => state is { CreatedNs: { } created and > 0 } its ? new(its.Node, created) : null;

    /// <summary>Null when the text is none of <see cref="ToString"/>.</summary>
    public static FileIdentity? Parse(string? text) =>
        text?.Split('-') is [var node, var created]
        && ulong.TryParse(node, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var createdNs)
            ? new(number, createdNs)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Node}-{CreatedNs}");
}
