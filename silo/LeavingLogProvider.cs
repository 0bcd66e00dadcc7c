namespace OrleansConnect.Silo;

/// <summary>Makes the logs of a worker, those of Orleans without what is ordinary while the worker leaves.</summary>
/// <param name="console">Makes the logs that are written to. Whoever made it disposes it.</param>
/// <param name="isLeaving">Whether the worker does.</param>
[ProviderAlias("Console")]
internal sealed class LeavingLogProvider(ILoggerProvider console, Func<bool> isLeaving) : ILoggerProvider, ISupportExternalScope
{
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (console as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    public ILogger CreateLogger(string categoryName)
    {
        var log = console.CreateLogger(categoryName);
        return categoryName.StartsWith("Orleans.", StringComparison.Ordinal) ? new LeavingLog(log, isLeaving) : log;
    }

    public void Dispose()
    {
    }
}
