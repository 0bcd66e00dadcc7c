namespace OrleansConnect.Grains;

/// <summary>Hears of every change of a connector's status, best effort.</summary>
[Alias("connect.IStatusObserver")]
public interface IStatusObserver : IGrainObserver
{
    /// <summary>A connector or one of its tasks changed, or made progress.</summary>
    [Alias("OnStatus")]
    Task OnStatus(ConnectorStatus status);

    /// <summary>A connector was deleted.</summary>
    [Alias("OnDeleted")]
    Task OnDeleted(string connector);
}
