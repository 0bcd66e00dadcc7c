namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record TopicsBody(IReadOnlyList<string> Topics);
