using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>Takes one request frame, has it answered, and gives the response frame with its length in front.</summary>
internal sealed class FrameHandler(Router router, int maxRequestBytes)
{
    /// <returns>Null when the request wants no answer.</returns>
    /// <exception cref="MalformedFrameException">The frame is no request that this broker speaks.</exception>
    public async ValueTask<WireWriter?> HandleAsync(ReadOnlyMemory<byte> frame, string clientHost, CancellationToken stopping)
    {
        var header = RequestHeader.Read(frame, router, maxRequestBytes);
        if (header.Route is not { } route)
        {
            return Respond(header, UnsupportedApiVersions());
        }

        var context = new RequestContext(header.Version, header.ClientId, clientHost, stopping);
        var answer = await route.Answer(context, frame, header.Length, maxRequestBytes);
        return answer is null ? null : Respond(header, answer);
    }

    private static WireWriter Respond(in RequestHeader header, Action<WireWriter> answer)
    {
        var writer = new WireWriter();
        try
        {
            writer.Int32(0);
            writer.Int32(header.CorrelationId);
            if (header.HasFlexibleResponse)
            {
                writer.VarUInt(0);
            }

            answer(writer);
            writer.PatchLength();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>A client with newer versions of ApiVersions learns which the broker has from an answer in version 0.</summary>
    private Action<WireWriter> UnsupportedApiVersions() => writer => ApiVersionsHandler.Describe(router, ErrorCode.UnsupportedVersion).Write(writer, 0);
}
