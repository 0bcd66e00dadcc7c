namespace OrleansConnect.Cli.Plans;

/// <summary>What a plan does to a connector.</summary>
internal enum PlannedAction
{
    Unchanged,
    Create,
    Change,
    Delete,
}
