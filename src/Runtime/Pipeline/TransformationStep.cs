using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>One transformation of a chain, with the predicate that decides whether it applies.</summary>
/// <param name="ClassName">Its class, under the name users know.</param>
/// <param name="Transformation">The transformation.</param>
/// <param name="Predicate">Null when it applies to every record.</param>
/// <param name="IsNegated">Whether it applies to the records that the predicate does not mean.</param>
internal sealed record TransformationStep(string ClassName, ITransformation Transformation, IPredicate? Predicate = null, bool IsNegated = false)
{
    /// <summary>Its name in the configuration.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Whether neither holds on to a record after it has returned.</summary>
    public bool KeepsNoRecord { get; } = AreNotKeptBy(Transformation) && (Predicate is null || AreNotKeptBy(Predicate));

    public ConnectRecord? Apply(ConnectRecord record) =>
        Predicate is null || Predicate.Test(record) != IsNegated ? Transformation.Apply(record) : record;

    private static bool AreNotKeptBy(object plugin) => plugin.GetType().Assembly.IsDefined(typeof(KeepsNoRecordsAttribute), inherit: false);
}
