using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary>An <c>rd_kafka_conf_t</c> while it is being filled; <see cref="Release"/> hands it over to a client.</summary>
internal sealed unsafe class NativeConf : IDisposable
{
    private const int ErrorTextSize = 512;
    private const int Unknown = -2;
    private const int Ok = 0;

    public nint Handle { get; private set; } = Librdkafka.ConfNew();

    /// <summary>False if librdkafka does not know the name.</summary>
    /// <exception cref="FormatException">The value is not allowed; the message is librdkafka's.</exception>
    public bool TrySet(string name, string value)
    {
        var error = stackalloc byte[ErrorTextSize];
        return Librdkafka.ConfSet(Handle, name, value, error, ErrorTextSize) switch
        {
            Ok => true,
            Unknown => false,
            _ => throw new FormatException(Marshal.PtrToStringUTF8((nint)error)),
        };
    }

    public void Release() => Handle = 0;

    public void Dispose()
    {
        if (Handle != 0)
        {
            Librdkafka.ConfDestroy(Handle);
            Handle = 0;
        }
    }
}
