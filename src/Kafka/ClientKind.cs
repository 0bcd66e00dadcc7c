namespace OrleansConnect.Kafka;

/// <summary>What a client is for; decides its defaults and which settings it knows.</summary>
public enum ClientKind
{
    Producer,
    Consumer,
    Admin,
}
