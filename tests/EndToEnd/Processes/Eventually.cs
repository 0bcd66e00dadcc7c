namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>Waits for conditions, never for times.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns when the condition holds; fails with a description after the limit.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null, Func<string>? details = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(limit ?? TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            if (timeout.IsCancellationRequested)
            {
                Assert.Fail($"It did not come about that {what}. {details?.Invoke()}");
            }

            await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
        }
    }

    public static Task IsTrueAsync(Func<bool> condition, string what, TimeSpan? limit = null, Func<string>? details = null) =>
        IsTrueAsync(() => Task.FromResult(condition()), what, limit, details);
}
