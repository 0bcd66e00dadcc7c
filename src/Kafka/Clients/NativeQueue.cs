using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary>
/// A queue of librdkafka that says when it is no longer empty. The call comes from one of librdkafka's threads while it
/// holds the queue's lock: a listener may only schedule work.
/// </summary>
internal sealed unsafe class NativeQueue : IDisposable
{
    private GCHandle _self;

    public NativeQueue(nint handle, Action filled)
    {
        Handle = handle;
        _self = GCHandle.Alloc(filled);
        Librdkafka.QueueEnableEvent(handle, &OnFilled, GCHandle.ToIntPtr(_self));
    }

    public nint Handle { get; }

    public bool IsEmpty => Librdkafka.QueueLength(Handle) == 0;

    public void Dispose()
    {
        // Taking the queue's lock, this returns after the last call.
        Librdkafka.QueueEnableEvent(Handle, null, 0);
        Librdkafka.QueueDestroy(Handle);
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFilled(nint client, nint opaque) =>
        ((Action)GCHandle.FromIntPtr(opaque).Target!)(); // allocated with an Action in the constructor
}
