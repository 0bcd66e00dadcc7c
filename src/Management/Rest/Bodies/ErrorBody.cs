namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ErrorBody(int ErrorCode, string? Message);
