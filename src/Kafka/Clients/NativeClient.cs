using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary>An <c>rd_kafka_t</c> that is destroyed when its owner closed it and the last user let go of it.</summary>
internal sealed unsafe class NativeClient
{
    private const int ErrorTextSize = 512;
    private const int DestroyWithoutLeavingGroup = 0x8;

    private readonly ClientUsers _users = new();
    private readonly TaskCompletionSource _destroyed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosing;

    private NativeClient(nint handle)
    {
        Handle = handle;
        Name = Marshal.PtrToStringUTF8(Librdkafka.Name(handle)) ?? "";
    }

    public nint Handle { get; }

    /// <summary>Its <c>client.id</c> and a number, as in librdkafka's own log.</summary>
    public string Name { get; }

    /// <summary>Whether its owner wants to be rid of it, and a user is to come to an end.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Why the client cannot go on and must be replaced; null while it can.</summary>
    public KafkaError? FatalError()
    {
        var text = stackalloc byte[ErrorTextSize];
        var code = Librdkafka.FatalError(Handle, text, ErrorTextSize);
        return code == 0 ? null : KafkaError.Create(code, Marshal.PtrToStringUTF8((nint)text)) with { IsFatal = true, IsRetriable = false };
    }

    /// <summary>Runs before the client is destroyed, on a thread that may block.</summary>
    public Action BeforeDestroy { get; set; } = static () => { };

    public static NativeClient Create(ClientSettings settings, int events)
    {
        using var conf = new NativeConf();
        foreach (var (name, value) in settings.Native)
        {
            conf.TrySet(name, value);
        }

        Librdkafka.ConfSetEvents(conf.Handle, events);
        var error = stackalloc byte[ErrorTextSize];
        var type = settings.Kind == ClientKind.Consumer ? 1 : 0;
        var handle = Librdkafka.New(type, conf.Handle, error, ErrorTextSize);
        if (handle == 0)
        {
            var reason = Marshal.PtrToStringUTF8((nint)error);
            throw new KafkaClientException(
                $"A Kafka {settings.Kind} for '{settings.BootstrapServers}' cannot be created: {reason}. Change the settings named.",
                KafkaError.Create((int)KafkaErrorCode.InvalidArgument, reason));
        }

        conf.Release();
        _ = Librdkafka.SetLogQueue(handle, 0);
        return new NativeClient(handle);
    }

    /// <summary>Keeps the client alive until <see cref="Release"/>.</summary>
    public void Acquire() => ObjectDisposedException.ThrowIf(!_users.TryAdd(), this);

    public ClientLease Use()
    {
        Acquire();
        return new ClientLease(this);
    }

    public void Release()
    {
        if (_users.Remove())
        {
            new Thread(Destroy) { IsBackground = true, Name = $"Kafka client {Name} closing" }.Start();
        }
    }

    /// <summary>Lets go of the owner's reference; the task ends when librdkafka has ended its threads.</summary>
    public Task CloseAsync()
    {
        _isClosing = true;
        Release();
        return _destroyed.Task;
    }

    private void Destroy()
    {
        BeforeDestroy();
        Librdkafka.DestroyFlags(Handle, DestroyWithoutLeavingGroup);
        _destroyed.SetResult();
    }
}
