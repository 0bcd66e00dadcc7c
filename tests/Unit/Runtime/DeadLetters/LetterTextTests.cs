using System.Buffers;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Converters;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.DeadLetters;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Unit.Runtime.DeadLetters;

/// <summary>A letter as people are shown it: its bytes as they are, and no secret of the connector's in what is said about it.</summary>
public sealed class LetterTextTests
{
    private const string Secret = "hunter2";

    private static readonly ResolvedSecrets Secrets = new([new(Secret, "${file:db:password}")]);
    private static readonly Letter Letter = A.Letter(7, $"cannot log in with {Secret}", own: [new("trace", "t"u8.ToArray())]);

    [Fact]
    public void What_the_letter_says_of_its_failure_has_variables_in_the_place_of_secrets()
    {
        var shown = Show(() => (Converters(new StringConverter()), Converters(new StringConverter())));

        Assert.Equal("cannot log in with ${file:db:password}", shown.Context.Single(entry => entry.Key == "exception.message").Value);
        Assert.Equal(("value 7", null), (shown.Value.Json, shown.Value.Error));
        Assert.Equal("t"u8.ToArray(), shown.Headers.Single().Value.Bytes);
    }

    [Fact]
    public void What_a_converter_throws_has_too_and_the_bytes_are_shown()
    {
        var shown = Show(() => (Converters(new Telling()), Converters(new StringConverter())));

        Assert.Equal("The registry does not know ${file:db:password}.", shown.Value.Error);
        Assert.Null(shown.Value.Json);
        Assert.Equal("value 7"u8.ToArray(), shown.Value.Bytes);
        Assert.DoesNotContain(Secret, shown.Value.Hint ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void So_has_why_the_converters_cannot_be_made()
    {
        var shown = Show(() => throw new ConfigException($"'{Secret}' is no URL."));

        Assert.Equal("The connector's converters cannot be made: '${file:db:password}' is no URL.", shown.Value.Error);
        Assert.Equal("value 7"u8.ToArray(), shown.Value.Bytes);
        Assert.Equal("cannot log in with ${file:db:password}", shown.Context.Single(entry => entry.Key == "exception.message").Value);
    }

    private static LetterDetails Show(Func<(RecordConverters, RecordConverters)> make) => new LetterText(make, Secrets.Hide).Of(Letter, null);

    private static RecordConverters Converters(IConverter value) => new(new StringConverter(), value, new SimpleHeaderConverter())
    {
        KeyClass = "Key",
        ValueClass = "Value",
        HeaderClass = "Header",
    };

    private sealed class Telling : IConverter
    {
        public ConfigDef Config { get; } = new();

        public void Configure(IReadOnlyDictionary<string, string> settings, bool isKey)
        {
        }

        public bool FromConnectData(string topic, Schema? schema, object? value, IBufferWriter<byte> output) => throw new NotSupportedException();

        public SchemaAndValue ToConnectData(string topic, SerializedBytes data) => throw new DataException($"The registry does not know {Secret}.");

        public void Dispose()
        {
        }
    }
}
