namespace OrleansConnect.EmbeddedKafka.Wire;

/// <summary>The versions of one api that the broker speaks; from <paramref name="FlexibleFrom"/> on they are flexible.</summary>
internal readonly record struct ApiSpan(short Key, short First, short Last, short FlexibleFrom);
