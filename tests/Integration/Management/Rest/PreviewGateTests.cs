using System.Net;
using System.Net.Mime;
using System.Text;
using OrleansConnect.Converters;
using OrleansConnect.Management.Requests;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

/// <summary>Previews that take long or much: a few run, some wait, and no more are taken.</summary>
public sealed class PreviewGateTests : IAsyncLifetime
{
    private const int Taken = PreviewGate.RunningMax + PreviewGate.WaitingMax;
    private const string Body = """{"kind":"source","config":{"value.converter":"String","transforms":"t","transforms.t.type":"test.Held"},"records":[{"value":"v"}]}""";

    private static readonly PluginRegistry Plugins = new(
    [
        .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
        new("test.Held", PluginKind.Transformation, "1", typeof(HeldSteps), null, "test"),
    ]);

    private ManagementHost _host = null!; // made in InitializeAsync

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ManagementHost.StartAsync(Cancel, plugins: Plugins);

    public async ValueTask DisposeAsync()
    {
        HeldSteps.Release.Set();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Those_that_are_too_many_are_told_to_come_again_and_the_others_are_answered_one_after_the_other()
    {
        HeldSteps.Release.Reset();
        var asked = Enumerable.Range(0, Taken + 1).Select(_ => PreviewAsync(Cancel)).ToList();

        var refused = await Task.WhenAny(asked);
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"error_code":503,"message":"The worker has 4 previews to make, and 32 more wait. Try again in a moment, or ask another worker."}"""),
            await refused);

        HeldSteps.Release.Set();
        asked.Remove(refused);
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task Who_waits_no_longer_leaves_the_place_to_others()
    {
        HeldSteps.Release.Reset();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var given = Enumerable.Range(0, Taken + 1).Select(_ => PreviewAsync(impatience.Token)).ToList();
        await Task.WhenAny(given);

        // One is refused; of the others nobody is answered.
        await impatience.CancelAsync();
        await Task.WhenAll(given).ContinueWith(_ => { }, Cancel, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        HeldSteps.Release.Set();

        // The server may not have heard yet that they are gone.
        var made = 0;
        while (made < 2 * Taken)
        {
            var (status, body) = await PreviewAsync(Cancel);
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, body);
            made += status == HttpStatusCode.OK ? 1 : 0;
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> PreviewAsync(CancellationToken cancellationToken)
    {
        using var content = new StringContent(Body, Encoding.UTF8, MediaTypeNames.Application.Json);
        using var response = await _host.Rest.PostAsync(new Uri("/preview", UriKind.Relative), content, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
