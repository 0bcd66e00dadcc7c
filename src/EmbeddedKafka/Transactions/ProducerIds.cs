using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>Gives out producer ids, each once for ever; the metadata log remembers them in blocks.</summary>
internal sealed class ProducerIds
{
    private const int BlockSize = 1000;
    private readonly Lock _gate = new();
    private readonly StateLog _metadata;
    private long _next;
    private long _reserved;

    public ProducerIds(StateLog metadata)
    {
        _metadata = metadata;
        metadata.Replay((_, entry) =>
        {
            if (entry.KeyType == ProducerIdKey.Api.Key && entry.Value<ProducerIdValue>() is { } value)
            {
                _next = _reserved = value.NextProducerId;
            }
        });
    }

    public long Next()
    {
        lock (_gate)
        {
            if (_next == _reserved)
            {
                _metadata.Append(new ProducerIdKey(), new ProducerIdValue { NextProducerId = _reserved + BlockSize });
                _reserved += BlockSize;
            }

            return _next++;
        }
    }
}
