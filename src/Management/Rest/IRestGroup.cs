namespace OrleansConnect.Management.Rest;

/// <summary>Paths that belong together.</summary>
internal interface IRestGroup
{
    IEnumerable<RestResource> Resources { get; }
}
