using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Unit.Runtime.Pipeline;

public sealed class TransformationChainTests
{
    private static readonly Schema Order = SchemaBuilder.Struct().Field("id", Schema.Int64).Field("note", Schema.OptionalString).Build();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gives_what_its_steps_give_one_after_another(bool isOwned)
    {
        var steps = Steps();
        ConnectRecord? expected = Record();
        foreach (var step in steps)
        {
            expected = step.Apply(expected!);
        }

        var result = new TransformationChain(steps).Apply(Record(), isOwned);

        Assert.Equal(expected, result);
        Assert.Equal("Struct{id=1,topic=orders,tag=t}", result?.Value?.ToString());
        Assert.Equal("Struct{id=1}", result?.Key?.ToString());
    }

    [Fact]
    public void Changes_a_record_of_its_own_in_place()
    {
        var record = Record();

        var result = new TransformationChain(Steps()).Apply(record, isOwned: true);

        Assert.Same(record, result);
    }

    [Fact]
    public void Leaves_a_record_alone_that_others_hold()
    {
        var record = Record();

        var result = new TransformationChain(Steps()).Apply(record, isOwned: false);

        Assert.NotSame(record, result);
        Assert.Equal(Record(), record);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Leaves_alone_what_a_step_of_others_was_given_and_gave(bool isOwned)
    {
        using var keeper = new Keeper();
        var steps = Steps();

        var result = new TransformationChain([steps[0], new("keeper", keeper), .. steps[1..]]).Apply(Record(), isOwned);

        Assert.Equal("Struct{id=1,topic=orders,tag=t}", result?.Value?.ToString());
        Assert.Equal("Struct{id=1,note=n}", keeper.Given?.Value?.ToString());
        Assert.Equal("Struct{id=1,note=n}", keeper.Returned?.Value?.ToString());
        Assert.Null(keeper.Given?.Partition);
        Assert.Equal(7, keeper.Returned?.Partition);
    }

    [Fact]
    public void Lets_go_of_a_record_that_it_gave_away()
    {
        var result = new TransformationChain(Steps()).Apply(Record(), isOwned: true)!;

        var changed = result.With(RecordPart.Value, null, "other");

        Assert.Equal("Struct{id=1,topic=orders,tag=t}", result.Value?.ToString());
        Assert.Equal("other", changed.Value);
    }

    [Fact]
    public void A_step_tried_again_starts_from_what_the_one_before_it_gave()
    {
        using var flaky = new Flaky();
        var steps = Steps();
        var chain = new TransformationChain([.. steps[..2], new("flaky", flaky), .. steps[2..]]);

        Assert.Throws<InvalidOperationException>(() => chain.Apply(Record(), isOwned: true));
        Assert.Equal(2, chain.FailedStep);
        var result = chain.Resume();

        Assert.Equal("Struct{id=1,topic=orders,tag=t}", result?.Value?.ToString());
    }

    private static TransformationStep[] Steps() =>
    [
        new("key", Configured(new ValueToKey(), ("fields", "id"))),
        new("drop", Configured(new ReplaceField(RecordPart.Value), ("exclude", "note"))),
        new("topic", Configured(new InsertField(RecordPart.Value), ("topic.field", "topic"))),
        new("tag", Configured(new InsertField(RecordPart.Value), ("static.field", "tag"), ("static.value", "t"))),
    ];

    private static ITransformation Configured(ITransformation transformation, params (string Name, string Value)[] settings)
    {
        transformation.Configure(settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        return transformation;
    }

    private static SinkRecord Record() => new()
    {
        Topic = "orders",
        OriginalTopic = "orders",
        ValueSchema = Order,
        Value = new Struct(Order).Put("id", 1L).Put("note", "n"),
    };

    /// <summary>Holds on to records, as a transformation of a plugin may.</summary>
    private sealed class Keeper : ITransformation
    {
        public ConfigDef Config { get; } = new();

        public ConnectRecord? Given { get; private set; }

        public ConnectRecord? Returned { get; private set; }

        public void Configure(IReadOnlyDictionary<string, string> settings)
        {
        }

        public ConnectRecord? Apply(ConnectRecord record)
        {
            Given = record;
            Returned = record with { Partition = 7 };
            return Returned;
        }

        public void Dispose()
        {
        }
    }

    private sealed class Flaky : ITransformation
    {
        private bool _hasFailed;

        public ConfigDef Config { get; } = new();

        public void Configure(IReadOnlyDictionary<string, string> settings)
        {
        }

        public ConnectRecord? Apply(ConnectRecord record)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                throw new InvalidOperationException("once");
            }

            return record;
        }

        public void Dispose()
        {
        }
    }
}
