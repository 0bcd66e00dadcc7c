using System.Net;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Management.Hosting;

/// <summary>Where the doors are, and how other machines reach them.</summary>
public sealed record ListenerOptions
{
    private const string ListenersKey = "listeners";
    private const string GrpcListenersKey = "grpc.listeners";
    private const string AdvertisedHostKey = "rest.advertised.host.name";
    private const string AdvertisedPortKey = "rest.advertised.port";
    private const string AdvertisedListenerKey = "rest.advertised.listener";

    /// <summary>The worker's settings from which the options are read.</summary>
    public static ConfigDef Definition { get; } = new ConfigDef()
        .List(ListenersKey, "Addresses of the REST interface: http://HOST:PORT, separated by commas.", ["http://127.0.0.1:8083"], validator: Addresses)
        .List(GrpcListenersKey, "Addresses of the gRPC interface, HTTP/2 without TLS.", ["http://127.0.0.1:8084"], validator: Addresses)
        .String(AdvertisedHostKey, "The host under which others reach this worker's REST interface.", required: false, importance: Importance.Low)
        .Int(AdvertisedPortKey, "The port under which others reach this worker's REST interface.", required: false, min: 1, max: ushort.MaxValue, importance: Importance.Low)
        .String(AdvertisedListenerKey, "Which protocol others are told of.", required: false, oneOf: ["http"], importance: Importance.Low);

    /// <summary>Where REST is; default 127.0.0.1:8083.</summary>
    public IReadOnlyList<Listener> Rest { get; init; } = [Listener.Parse(ListenersKey, "http://127.0.0.1:8083")];

    /// <summary>Where gRPC is; default 127.0.0.1:8084.</summary>
    public IReadOnlyList<Listener> Grpc { get; init; } = [Listener.Parse(GrpcListenersKey, "http://127.0.0.1:8084")];

    /// <summary>The host that others are told; default the first REST listener's.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>The port that others are told; default the first REST listener's.</summary>
    public int? AdvertisedPort { get; init; }

    /// <summary>The worker's name in statuses: host and port of its REST interface as others reach it.</summary>
    public string WorkerId => $"{AdvertisedHost ?? (Rest[0].IsAnyAddress ? Dns.GetHostName() : Rest[0].Host)}:{AdvertisedPort ?? Rest[0].Port}";

    // A property, so that it is there when the definition is made.
    private static IConfigValidator Addresses => Validators.All(
        Validators.List(allowEmpty: false),
        Validators.Lambda((name, value) => ParseAll(name, (IReadOnlyList<string>?)value ?? []), "addresses"));

    /// <summary>Reads the options from a worker's settings.</summary>
    /// <exception cref="Abstractions.Errors.ConfigException">A setting is not valid.</exception>
    public static ListenerOptions Parse(IReadOnlyDictionary<string, string?> workerSettings)
    {
        var parsed = Definition.Parse(workerSettings);
        return new()
        {
            Rest = ParseAll(ListenersKey, parsed.GetList(ListenersKey)),
            Grpc = ParseAll(GrpcListenersKey, parsed.GetList(GrpcListenersKey)),
            AdvertisedHost = parsed.GetStringOrNull(AdvertisedHostKey),
            AdvertisedPort = parsed.GetIntOrNull(AdvertisedPortKey),
        };
    }

    private static Listener[] ParseAll(string key, IReadOnlyList<string> texts) => [.. texts.Select(text => Listener.Parse(key, text))];
}
