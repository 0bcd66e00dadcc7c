using System.Globalization;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>What clients are told of the cluster, which is this one broker.</summary>
internal sealed record ClusterInfo(string ClusterId, int NodeId, string Host)
{
    /// <summary>Known once the broker listens.</summary>
    public int Port { get; set; }

    public bool IsThisNode(string id) => id == NodeId.ToString(CultureInfo.InvariantCulture);
}
