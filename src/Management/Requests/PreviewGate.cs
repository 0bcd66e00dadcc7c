using Microsoft.AspNetCore.Http;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Management.Requests;

/// <summary>
/// Runs previews, a few at a time: the results of one may take 1 GiB, and are in memory until whoever asked has read them. Others wait, as long as not too many do.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle, and responses give their places back when the rest is disposed already.")]
internal sealed class PreviewGate(ConnectorPreview preview)
{
    public const int RunningMax = 4;
    public const int WaitingMax = 32;

    private readonly SemaphoreSlim _places = new(RunningMax);
    private int _waiting;

    /// <summary>What becomes of each record. The next preview begins when the response is done, however it ends.</summary>
    public async Task<IReadOnlyList<PreviewResult>> RunAsync(PreviewRequest request, HttpResponse response, CancellationToken cancellationToken)
    {
        var place = new Place(_places);
        response.RegisterForDispose(place);
        await TakeAsync(place, cancellationToken);
        return await preview.RunAsync(request, cancellationToken);
    }

    private async Task TakeAsync(Place place, CancellationToken cancellationToken)
    {
        if (_places.Wait(0, CancellationToken.None))
        {
            place.OnTaken();
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > WaitingMax)
            {
                throw new ConnectRequestException(
                    RequestErrorKind.Unavailable, $"The worker has {RunningMax} previews to make, and {WaitingMax} more wait. Try again in a moment, or ask another worker.");
            }

            await _places.WaitAsync(cancellationToken);
            place.OnTaken();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>A place among those that run. It may be taken when its response is over already, because nobody waits for it any more: then it is given back at once.</summary>
    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private readonly Lock _lock = new();
        private bool _isTaken;
        private bool _isOver;

        public void OnTaken()
        {
            lock (_lock)
            {
                _isTaken = true;
                ReleaseIfOver();
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _isOver = true;
                ReleaseIfOver();
            }
        }

        private void ReleaseIfOver()
        {
            if (_isTaken && _isOver)
            {
                _isTaken = false;
                places.Release();
            }
        }
    }
}
