using System.Globalization;

namespace OrleansConnect.KafkaMessages;

/// <summary>
/// Reads the schema text. A message begins at the margin (<c>FetchRequest 1 4-17 flexible 12+</c>: name, api key, versions);
/// its fields are indented by two, a structure's fields by two more:
/// <c>Name type [versions] [?[nullable versions]] [tagN] [= default]</c>. The type <c>[]</c> is an array of structures,
/// <c>{}</c> one structure; <c>[X]</c> and <c>{X}</c> name the structure, which is otherwise the field's singular plus "Entry".
/// </summary>
internal static class SchemaParser
{
    public static List<Message> Parse(string text)
    {
        var messages = new List<Message>();
        var parents = new Stack<MessageField>();
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                continue;
            }

            var depth = (line.Length - line.TrimStart().Length) / 2;
            if (depth == 0)
            {
                messages.Add(ParseMessage(trimmed));
                parents.Clear();
                parents.Push(messages[messages.Count - 1].Root);
                continue;
            }

            while (parents.Count > depth)
            {
                parents.Pop();
            }

            var field = ParseField(trimmed);
            parents.Peek().Fields.Add(field);
            parents.Push(field);
        }

        return messages;
    }

    private static Message ParseMessage(string line)
    {
        var words = line.Split(' ');
        var flexible = words.Length > 4 ? VersionRange.Parse(words[4]).First : short.MaxValue;
        return new Message(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), VersionRange.Parse(words[2]), flexible);
    }

    private static MessageField ParseField(string line)
    {
        var words = line.Split(' ');
        var field = new MessageField { Name = words[0], Versions = VersionRange.All };
        SetType(field, words[1]);
        for (var i = 2; i < words.Length; i++)
        {
            var word = words[i];
            if (word == "=")
            {
                field.Default = words[++i];
            }
            else if (word[0] == '?')
            {
                field.Nullable = word.Length == 1 ? VersionRange.All : VersionRange.Parse(word.Substring(1));
            }
            else if (word.StartsWith("tag", StringComparison.Ordinal))
            {
                field.Tag = int.Parse(word.Substring(3), CultureInfo.InvariantCulture);
            }
            else
            {
                field.Versions = VersionRange.Parse(word);
            }
        }

        return field;
    }

    private static void SetType(MessageField field, string type)
    {
        if (type[0] is '[' or '{')
        {
            field.IsArray = type[0] == '[';
            field.IsStructure = true;
            field.StructureName = type.Length > 2 ? type.Substring(1, type.Length - 2) : Singular(field.Name) + "Entry";
        }
        else if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            field.IsArray = true;
            field.Type = type.Substring(0, type.Length - 2);
        }
        else
        {
            field.Type = type;
        }
    }

    private static string Singular(string name) => name.EndsWith("s", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name;
}
