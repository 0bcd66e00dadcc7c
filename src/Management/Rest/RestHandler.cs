namespace OrleansConnect.Management.Rest;

/// <summary>Answers one kind of request.</summary>
internal delegate Task<RestResult> RestHandler(RestRequest request, CancellationToken cancellationToken);
