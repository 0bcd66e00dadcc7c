using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>One api: its versions, and what reads a frame from the given place and gives what writes the answer, or null for none.</summary>
internal sealed record Route(ApiSpan Api, Func<RequestContext, ReadOnlyMemory<byte>, int, long, ValueTask<Action<WireWriter>?>> Answer);
