using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>The three converters of a task, with the class names users know.</summary>
internal sealed record RecordConverters(IConverter Key, IConverter Value, IHeaderConverter Header)
{
    public required string KeyClass { get; init; }

    public required string ValueClass { get; init; }

    public required string HeaderClass { get; init; }

    public string ClassOf(ErrorStage stage) => stage switch
    {
        ErrorStage.KeyConverter => KeyClass,
        ErrorStage.ValueConverter => ValueClass,
        _ => HeaderClass,
    };
}
