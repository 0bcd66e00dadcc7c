using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Producing;

/// <summary>
/// Hands messages to librdkafka, which copies them: runs of plain ones in one call, others one by one, because only
/// <c>rd_kafka_produceva</c> takes headers and timestamps.
/// </summary>
internal sealed unsafe class MessageSender(NativeClient client, TopicHandles topics, DeliveryReports reports)
{
    private const int RunMax = 256;
    private const int FixedArguments = 7;
    private const int HeadersOnStack = 16;
    private const int CopyFlag = 0x2;

    /// <summary>Returns the index of the first message that found librdkafka's queue full, or the batch's count.</summary>
    public int Send(MessageBatch batch, int from)
    {
        fixed (byte* bytes = batch.Bytes)
        {
            while (from < batch.Count)
            {
                var run = batch.PlainRunFrom(from, RunMax);
                var tried = Math.Max(run, 1);
                reports.Expect(tried);
                var taken = SendTo(batch, from, run, bytes);
                reports.Expect(taken - tried);
                from += taken;
                if (taken < tried)
                {
                    break;
                }
            }
        }

        return from;
    }

    private int SendTo(MessageBatch batch, int from, int run, byte* bytes)
    {
        ref readonly var first = ref batch.Messages[from];
        var topic = topics.Get(first.Topic, out var refusal);
        if (topic == 0)
        {
            reports.Reject(first, refusal);
            return 1;
        }

        return run > 0
            ? SendRun(topic, batch.Messages.Slice(from, run), bytes)
            : SendOne(topic, first, batch.Headers, bytes);
    }

    private int SendRun(nint topic, ReadOnlySpan<MessageSlot> messages, byte* bytes)
    {
        var run = stackalloc NativeMessage[RunMax];
        for (var i = 0; i < messages.Length; i++)
        {
            ref readonly var message = ref messages[i];
            run[i].Value = message.ValueLength < 0 ? null : bytes + message.ValueStart;
            run[i].ValueLength = (nuint)Math.Max(message.ValueLength, 0);
            run[i].Key = message.KeyLength < 0 ? null : bytes + message.KeyStart;
            run[i].KeyLength = (nuint)Math.Max(message.KeyLength, 0);
            run[i].Opaque = (nint)message.Sequence;
        }

        var taken = LibrdkafkaProducer.ProduceBatch(topic, messages[0].Partition, CopyFlag, run, messages.Length);
        return taken == messages.Length ? taken : Sort(messages, run);
    }

    // After the first message that finds the queue full, librdkafka takes none of the same call.
    private int Sort(ReadOnlySpan<MessageSlot> messages, NativeMessage* run)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            var error = (KafkaErrorCode)run[i].Error;
            if (error == KafkaErrorCode.QueueFull && !reports.IsTooLarge(messages[i]))
            {
                return i;
            }

            if (error != KafkaErrorCode.None)
            {
                reports.Reject(messages[i], error);
                if (error == KafkaErrorCode.QueueFull)
                {
                    return i + 1;
                }
            }
        }

        return messages.Length;
    }

    private int SendOne(nint topic, in MessageSlot message, ReadOnlySpan<HeaderSlot> batchHeaders, byte* bytes)
    {
        var headers = batchHeaders.Slice(message.HeaderStart, message.HeaderCount);
        var count = FixedArguments + headers.Length;
        var arguments = count <= FixedArguments + HeadersOnStack ? stackalloc NativeArgument[FixedArguments + HeadersOnStack] : new NativeArgument[count];
        Fill(arguments, topic, message, bytes);
        for (var i = 0; i < headers.Length; i++)
        {
            ref var argument = ref arguments[FixedArguments + i];
            argument.Tag = NativeArgument.Header;
            argument.Pointer = (nint)(bytes + headers[i].NameStart);
            argument.HeaderValue = headers[i].ValueLength < 0 ? 0 : (nint)(bytes + headers[i].ValueStart);
            argument.HeaderSize = Math.Max(headers[i].ValueLength, 0);
        }

        fixed (NativeArgument* first = arguments)
        {
            var error = LibrdkafkaProducer.Produce(client.Handle, first, (nuint)count);
            return error == 0 ? 1 : Refused(message, error);
        }
    }

    private int Refused(in MessageSlot message, nint nativeError)
    {
        var error = KafkaError.Take(nativeError);
        if (error.Code == KafkaErrorCode.QueueFull && !reports.IsTooLarge(message))
        {
            return 0;
        }

        reports.Reject(message, error.Code);
        return 1;
    }

    private static void Fill(Span<NativeArgument> arguments, nint topic, in MessageSlot message, byte* bytes)
    {
        arguments[0].Tag = NativeArgument.Topic;
        arguments[0].Pointer = topic;
        arguments[1].Tag = NativeArgument.Partition;
        arguments[1].Int32 = message.Partition;
        arguments[2].Tag = NativeArgument.Value;
        arguments[2].Pointer = message.ValueLength < 0 ? 0 : (nint)(bytes + message.ValueStart);
        arguments[2].Size = Math.Max(message.ValueLength, 0);
        arguments[3].Tag = NativeArgument.Key;
        arguments[3].Pointer = message.KeyLength < 0 ? 0 : (nint)(bytes + message.KeyStart);
        arguments[3].Size = Math.Max(message.KeyLength, 0);
        arguments[4].Tag = NativeArgument.Opaque;
        arguments[4].Pointer = (nint)message.Sequence;
        arguments[5].Tag = NativeArgument.Flags;
        arguments[5].Int32 = CopyFlag;
        arguments[6].Tag = NativeArgument.Timestamp;
        arguments[6].Int64 = NativeTimestamp(message.TimestampMs);
    }

    // To librdkafka 0 is "now"; the millisecond after is as near to 1970 as it lets us come.
    private static long NativeTimestamp(long? timestampMs) => timestampMs switch
    {
        null => 0,
        0 => 1,
        { } given => given,
    };
}
