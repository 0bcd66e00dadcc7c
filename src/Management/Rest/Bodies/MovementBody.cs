namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record MovementBody(long Id, DateTime At, string What, string? From, string? To, string Reason);
