using Google.Protobuf;
using Grpc.Core;
using OrleansConnect.Grpc.V1;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>A worker that has one dead letter, and refuses its replay if a test wants that.</summary>
internal sealed class OneDeadLetterService : DeadLetterService.DeadLetterServiceBase
{
    /// <summary>In microseconds, as some producers write it, which is after the year 9999.</summary>
    public const long Timestamp = 1_767_225_600_000_000;

    /// <summary>Why replays are refused; null if they are not.</summary>
    public string? Refusal { get; set; }

    /// <summary>The values of replays that were no preview.</summary>
    public List<string> Replayed { get; } = [];

    public override Task<DeadLetter> GetDeadLetter(GetDeadLetterRequest request, ServerCallContext context) => Task.FromResult(new DeadLetter
    {
        Id = request.Id,
        Timestamp = Timestamp,
        Key = new(),
        Value = new() { Bytes = ByteString.CopyFromUtf8("""{"n":1}""") },
    });

    public override Task<ReplayDeadLettersResponse> ReplayDeadLetters(ReplayDeadLettersRequest request, ServerCallContext context)
    {
        if (Refusal is not null)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, Refusal));
        }

        var value = request.Edit?.Value?.Bytes.ToStringUtf8() ?? "";
        if (!request.Preview)
        {
            Replayed.Add(value);
        }

        var letters = request.Ids.Select(id => new ReplayedDeadLetter
        {
            Id = id,
            State = request.Preview ? ReplayState.Ready : ReplayState.Replayed,
            To = "topic orders",
            Record = request.Preview ? new() { Topic = "orders", Timestamp = Timestamp, Value = ByteString.CopyFromUtf8(value) } : null,
        });
        return Task.FromResult(new ReplayDeadLettersResponse { Letters = { letters } });
    }
}
