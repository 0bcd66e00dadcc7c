using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Transforms;

/// <summary>One of our transformations or predicates and the Java one of the same name, configured alike.</summary>
internal sealed class TransformPair
{
    // Messages that go on with the address of an object, or with the words of the engine.
    private static readonly string[] OpenMessages = ["Invalid regex: ", "No value specified for static field: "];

    // A message with the whole record, in which our maps are in another order, and bytes are the address of an object.
    private const string RecordMessage = "Timestamp missing on record: ";
    private const string AddressOfBytes = "[B@";

    private readonly JavaOracle _java;

    public TransformPair(JavaOracle java, PluginForm form, (string Name, string Value)[] settings)
    {
        _java = java;
        JavaId = java.NewId();
        Plugin = form.Create();
        What = $"{form.ClassName} {string.Join(' ', settings.Select(setting => $"{setting.Name}={setting.Value}"))}";
        var words = settings.SelectMany(setting => new[] { Notation.OfText(setting.Name), Notation.OfText(setting.Value) });
        var theirs = java.Ask(["transform.new", JavaId, form.ClassName, .. words]);
        var ours = Try(() =>
        {
            var all = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
            (Plugin as ITransformation)?.Configure(all);
            (Plugin as IPredicate)?.Configure(all);
            return JavaId;
        });
        Compare(ours, theirs, "configure");
        IsConfigured = !theirs.IsError;
    }

    public bool IsConfigured { get; }

    public string JavaId { get; }

    public IConnectPlugin Plugin { get; }

    /// <summary>The class and its settings.</summary>
    public string What { get; }

    public void Compare(ConnectRecord record)
    {
        var command = Plugin is IPredicate ? "predicate.test" : "transform.apply";
        var theirs = _java.Ask([command, JavaId, record is SinkRecord ? "sink" : "source", .. Words(record, sorted: false)]);
        var ours = Try(() => Plugin is IPredicate predicate ? predicate.Test(record) ? "T" : "F"
            : ((ITransformation)Plugin).Apply(record) is { } result ? string.Join('\t', Words(result, sorted: true)) : "_");
        Compare(ours, theirs, string.Join(' ', Words(record, sorted: false)));
    }

    /// <summary>A record as Java's commands take it and answer it.</summary>
    public static IEnumerable<string> Words(ConnectRecord record, bool sorted) =>
    [
        Notation.OfText(record.Topic),
        record.Partition?.ToString(CultureInfo.InvariantCulture) ?? "null",
        Notation.Of(record.KeySchema, sorted),
        Notation.Of(record.Key, sorted),
        Notation.Of(record.ValueSchema, sorted),
        Notation.Of(record.Value, sorted),
        record.TimestampMs?.ToString(CultureInfo.InvariantCulture) ?? "null",
        .. record.Headers.SelectMany(header => new[] { Notation.OfText(header.Key), Notation.Of(header.Schema, sorted), Notation.Of(header.Value, sorted) }),
    ];

    public static JavaAnswer Try(Func<string> call)
    {
        try
        {
            return JavaAnswer.Ok(call());
        }
        catch (Exception error)
        {
            return JavaAnswer.Error(error);
        }
    }

    public static bool AreSame(JavaAnswer ours, JavaAnswer theirs) => ours == theirs
        || (theirs.IsRuntimesError && ours.IsError)
        || (ours.IsError && theirs.IsError && theirs.Text.Contains(RecordMessage, StringComparison.Ordinal) && AreSameButForOrder(ours.Text, theirs.Text))
        || (ours.IsError && theirs.IsError && OpenMessages.Any(message => Upto(message, ours.Text) is { } start && start == Upto(message, theirs.Text)));

    private static bool AreSameButForOrder(string ours, string theirs) =>
        theirs.Contains(AddressOfBytes, StringComparison.Ordinal) ? ours.Contains(RecordMessage, StringComparison.Ordinal) : ours.Order().SequenceEqual(theirs.Order());

    private static string? Upto(string message, string text) =>
        text.IndexOf(message, StringComparison.Ordinal) is >= 0 and var at ? text[..(at + message.Length)] : null;

    private void Compare(JavaAnswer ours, JavaAnswer theirs, string input)
    {
        if (!AreSame(ours, theirs))
        {
            Assert.Fail($"{What}\n on:     {input}\n ours:   {ours.Text}\n theirs: {theirs.Text}");
        }
    }
}
