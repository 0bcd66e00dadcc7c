namespace OrleansConnect.KafkaMessages;

/// <summary>One line of a schema: a field, or (at the top) a message.</summary>
internal sealed class MessageField
{
    public string Name { get; set; } = "";

    /// <summary>Wire type of the value or of an array's element; empty when the element is a structure.</summary>
    public string Type { get; set; } = "";

    public bool IsArray { get; set; }

    public bool IsStructure { get; set; }

    public VersionRange Versions { get; set; }

    /// <summary>Versions in which null is allowed.</summary>
    public VersionRange Nullable { get; set; } = VersionRange.None;

    public int Tag { get; set; } = -1;

    public string? Default { get; set; }

    public string StructureName { get; set; } = "";

    public List<MessageField> Fields { get; } = [];

    public string CSharpType => IsArray
        ? $"System.Collections.Generic.List<{ElementType}>" + (Nullable.IsNone ? "" : "?")
        : ElementType + (Nullable.IsNone && !IsTaggedStructure ? "" : "?");

    /// <summary>A structure among the tagged fields: absent unless set, with no presence byte.</summary>
    public bool IsTaggedStructure => IsStructure && !IsArray && Tag >= 0;

    public string ElementType => IsStructure ? StructureName : Type switch
    {
        "bool" => "bool",
        "error" => "ErrorCode",
        "i8" => "sbyte",
        "i16" => "short",
        "i32" => "int",
        "i64" => "long",
        "uuid" => "System.Guid",
        "string" => "string",
        "bytes" => "byte[]",
        "records" => "WireRecords",
        _ => throw new FormatException($"Field '{Name}' has the unknown type '{Type}'."),
    };

    /// <summary>The reader's and writer's method for the value.</summary>
    public string Method => Type switch
    {
        "bool" => "Bool",
        "error" => "Error",
        "i8" => "Int8",
        "i16" => "Int16",
        "i32" => "Int32",
        "i64" => "Int64",
        "uuid" => "Uuid",
        "string" => "String",
        "bytes" => "Bytes",
        _ => "Records",
    };

    /// <summary>Whether the encoding differs between flexible and older versions.</summary>
    public bool HasLength => Type is "string" or "bytes" or "records";

    public string Initializer
    {
        get
        {
            if (Default is not null and not "null")
            {
                return " = " + Default + ";";
            }

            if (!Nullable.IsNone || IsTaggedStructure || Type == "records")
            {
                return "";
            }

            return (IsArray, IsStructure, Type) switch
            {
                (true, _, _) => " = [];",
                (_, true, _) => " = new();",
                (_, _, "string") => " = \"\";",
                (_, _, "bytes") => " = [];",
                _ => "",
            };
        }
    }
}
