using System.Buffers.Binary;
using System.Net.Sockets;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.Tests.Unit.EmbeddedKafka;

/// <summary>Speaks the protocol frame by frame.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<RawClient> ConnectAsync(string bootstrapServers)
    {
        var client = new RawClient();
        var parts = bootstrapServers.Split(':');
        await client._client.ConnectAsync(parts[0], int.Parse(parts[1]), TestContext.Current.CancellationToken);
        return client;
    }

    public async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request, short version)
        where TRequest : IWireMessage<TRequest>
        where TResponse : IWireMessage<TResponse>
    {
        await SendAsync(Frame(request, version));
        var answer = await ReceiveAsync();
        var reader = new WireReader(answer, long.MaxValue);
        reader.Int32();
        if (version >= TRequest.Api.FlexibleFrom && TRequest.Api.Key != (short)ApiKey.ApiVersions)
        {
            reader.VarUInt();
        }

        return TResponse.Read(ref reader, version);
    }

    /// <summary>A request without its length in front.</summary>
    public static byte[] Frame<TRequest>(TRequest request, short version)
        where TRequest : IWireMessage<TRequest>
    {
        using var writer = new WireWriter();
        writer.Int16(TRequest.Api.Key);
        writer.Int16(version);
        writer.Int32(1);
        writer.String("raw", flexible: false);
        if (version >= TRequest.Api.FlexibleFrom)
        {
            writer.VarUInt(0);
        }

        request.Write(writer, version);
        return writer.Written.ToArray();
    }

    public async Task SendAsync(byte[] frame)
    {
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(prefix, frame.Length);
        await _client.GetStream().WriteAsync(prefix, TestContext.Current.CancellationToken);
        await _client.GetStream().WriteAsync(frame, TestContext.Current.CancellationToken);
    }

    public async Task<byte[]> ReceiveAsync()
    {
        var prefix = new byte[4];
        await _client.GetStream().ReadExactlyAsync(prefix, TestContext.Current.CancellationToken);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix)];
        await _client.GetStream().ReadExactlyAsync(frame, TestContext.Current.CancellationToken);
        return frame;
    }

    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return await _client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public Stream Stream => _client.GetStream();

    public void Dispose() => _client.Dispose();
}
