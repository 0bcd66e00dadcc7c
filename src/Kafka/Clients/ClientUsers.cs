namespace OrleansConnect.Kafka.Clients;

/// <summary>Counts a client's owner and all who use it just now: librdkafka must not be called once a client is destroyed, nor destroy one that is being called.</summary>
internal sealed class ClientUsers
{
    private int _count = 1;

    /// <summary>False if the client is gone or about to be.</summary>
    public bool TryAdd()
    {
        var count = Volatile.Read(ref _count);
        while (count > 0)
        {
            var seen = Interlocked.CompareExchange(ref _count, count + 1, count);
            if (seen == count)
            {
                return true;
            }

            count = seen;
        }

        return false;
    }

    /// <summary>True for the last one, who has the client destroyed.</summary>
    public bool Remove() => Interlocked.Decrement(ref _count) == 0;
}
