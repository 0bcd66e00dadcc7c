namespace OrleansConnect.Silo;

/// <summary>The help text.</summary>
internal static class Usage
{
    public const string Text =
        """
        Moves data between Kafka and other systems: Kafka Connect's connectors, configurations and REST interface on Orleans.

        Usage:
          distributed [WORKER.properties] [--KEY=VALUE ...]                    one worker of a cluster
          standalone [WORKER.properties] CONNECTOR.properties|.json ... [--KEY=VALUE ...]
                                                                               one worker that runs these connectors
          broker [--data-dir DIR] [--port N] [--host ADDRESS] [--advertised-host NAME] [--KEY=VALUE ...]
                                                                               the embedded Kafka alone

        KEY is any worker setting under Kafka Connect's name, for example --bootstrap.servers=127.0.0.1:9092 --group.id=demo.
        Without bootstrap.servers the embedded Kafka is started, with its data in ./data or --data-dir DIR, on port 9092 if it is free or on --embedded.kafka.port=N.
        Keys and values are JSON unless key.converter and value.converter say otherwise.
        REST listens on http://127.0.0.1:8083 (--listeners), gRPC on http://127.0.0.1:8084 (--grpc.listeners).
        """;
}
