using System.Text;

namespace OrleansConnect.Kafka.Log;

/// <summary>Which partition holds all entries of a key: FNV-1a over its UTF-8 bytes, the same in every version of this software.</summary>
internal static class KeyPartition
{
    public static int Of(string key, int partitions) => partitions == 1 ? 0 : (int)(Hash(Encoding.UTF8.GetBytes(key)) % (uint)partitions);

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619u;
        }

        return hash;
    }
}
