namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record MovementBody(long Id, DateTimeOffset At, string What, string? From, string? To, string Reason);
