using OrleansConnect.EmbeddedKafka.Log;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>A topic and its partitions; a change makes a new one.</summary>
internal sealed record Topic(string Name, Guid Id, TopicConfig Config, PartitionLog[] Partitions)
{
    public const string Offsets = "__consumer_offsets";
    public const string Transactions = "__transaction_state";
    private const int MaxNameLength = 249;

    public bool IsInternal => IsInternalName(Name);

    public PartitionLog? Partition(int index) => (uint)index < (uint)Partitions.Length ? Partitions[index] : null;

    public static bool IsInternalName(string name) => name is Offsets or Transactions;

    /// <summary>Why a name is not allowed, or null when it is.</summary>
    public static string? Complaint(string name)
    {
        if (name.Length is 0 or > MaxNameLength || name is "." or "..")
        {
            return $"Topic name is invalid: '{name}' must have 1 to {MaxNameLength} characters and be neither '.' nor '..'.";
        }

        return name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-')
            ? null
            : $"Topic name is invalid: '{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'.";
    }
}
