using Grpc.Core;
using OrleansConnect.Grpc.V1;
using OrleansConnect.Runtime.DeadLetters;

namespace OrleansConnect.Management.Grpc;

/// <summary>The gRPC interface to dead letters; what its methods mean is in the proto file.</summary>
internal sealed class DeadLetterService(ConnectorDeadLetters letters) : OrleansConnect.Grpc.V1.DeadLetterService.DeadLetterServiceBase
{
    public override async Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        var count = request.CountMax == 0 ? ConnectorDeadLetters.ListedDefault : request.CountMax;
        return DeadLetterMessages.Of(await letters.ListAsync(request.Name, count, request.WithOthers, context.CancellationToken));
    }

    public override async Task<DeadLetter> GetDeadLetter(GetDeadLetterRequest request, ServerCallContext context) =>
        DeadLetterMessages.Of(await letters.GetAsync(request.Name, LetterId.Parse(request.Id), context.CancellationToken));

    public override async Task<ReplayDeadLettersResponse> ReplayDeadLetters(ReplayDeadLettersRequest request, ServerCallContext context)
    {
        var replayed = await letters.ReplayAsync(request.Name, ReplayMessages.Of(request), context.CancellationToken);
        return new() { Letters = { replayed.Select(ReplayMessages.Of) } };
    }
}
