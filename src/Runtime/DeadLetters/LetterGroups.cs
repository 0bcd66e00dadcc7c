using System.Security.Cryptography;
using System.Text;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Puts letters together that failed for one cause: at the same stage, in the same class, with the same exception and a message of the same shape.</summary>
internal sealed class LetterGroups(Func<string, string> hide)
{
    private const string NoContext =
        "The letters do not say what went wrong. Set 'errors.deadletterqueue.context.headers.enable' to 'true', so that those to come do.";

    private const string More = "Letters of other causes than those that are listed on their own, of which there are too many.";
    private const int GroupsMax = 1000;
    private const int IdBytes = 4;

    private readonly Dictionary<(string?, string?, string?, string?, string), Group> _groups = [];

    public void Add(Letter letter, LetterMark? mark)
    {
        var message = letter.HasContext ? hide(letter.Message ?? "") : NoContext;
        var pattern = MessagePattern.Of(message);
        var key = (GroupText.Cut(letter.Connector), GroupText.Cut(letter.Stage), GroupText.Cut(letter.ClassName), GroupText.Cut(letter.ExceptionClass), pattern.Shape);
        if (_groups.Count >= GroupsMax - 1 && !_groups.ContainsKey(key))
        {
            pattern = MessagePattern.Of(More);
            key = (null, null, null, null, pattern.Shape);
        }

        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = group = new(pattern);
        }

        group.Add(letter, pattern, mark);
    }

    /// <summary>The groups, the largest first.</summary>
    public IReadOnlyList<DeadLetterGroup> ToList() =>
    [
        .. _groups.Select(group => group.Value.Of(IdOf(group.Key), group.Key.Item1, group.Key.Item2, group.Key.Item3, group.Key.Item4))
            .OrderByDescending(group => group.Letters.Count).ThenBy(group => group.Id, StringComparer.Ordinal),
    ];

    // Of what the letters have in common only, so that it stays while others come and go.
    private static string IdOf((string?, string?, string?, string?, string) key)
    {
        var text = string.Join('\0', key.Item1, key.Item2, key.Item3, key.Item4, key.Item5);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, IdBytes));
    }

    private sealed class Group(MessagePattern pattern)
    {
        private readonly List<ListedLetter> _letters = [];
        private DateTimeOffset? _first;
        private DateTimeOffset? _last;

        public void Add(Letter letter, MessagePattern message, LetterMark? mark)
        {
            pattern.Merge(message);
            _letters.Add(new(letter.Id, mark));
            var at = At(letter.Record.TimestampMs);
            _first = at < _first ? at : _first ?? at;
            _last = at > _last ? at : _last ?? at;
        }

        public DeadLetterGroup Of(string id, string? connector, string? stage, string? className, string? exceptionClass) =>
            new(id, connector, stage, className, exceptionClass, pattern.ToString(), _letters) { First = _first, Last = _last };

        // A producer that takes another unit for milliseconds is in no year that a calendar has.
        private static DateTimeOffset? At(long? ms) =>
            ms is { } known && known >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && known <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(known)
                : null;
    }
}
