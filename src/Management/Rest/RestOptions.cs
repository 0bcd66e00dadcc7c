using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Management.Rest;

/// <summary>How the REST interface behaves, apart from where it listens.</summary>
public sealed record RestOptions
{
    private const string AllowOriginKey = "access.control.allow.origin";
    private const string AllowMethodsKey = "access.control.allow.methods";
    private const string ResponseHeadersKey = "response.http.headers.config";

    /// <summary>The worker's settings from which the options are read.</summary>
    public static ConfigDef Definition { get; } = new ConfigDef()
        .List(AllowOriginKey, "Origins of web pages that may use the REST interface, with * for any part; empty for none.", defaultValue: [], importance: Importance.Low)
        .List(AllowMethodsKey, "Methods that pages of other origins may use; empty for GET, POST and HEAD.", defaultValue: [], importance: Importance.Low)
        .String(
            ResponseHeadersKey,
            "Rules for headers of all REST answers, separated by commas: [add|set|addDate|setDate] Name:Value.",
            defaultValue: "",
            importance: Importance.Low,
            validator: Validators.Lambda((name, value) => ResponseHeaderRule.ParseAll(name, (string?)value), "rules for headers"));

    /// <summary>Origins of web pages that may use the REST interface; default none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Methods that pages of other origins may use; default GET, POST and HEAD.</summary>
    public IReadOnlyList<string> AllowedMethods { get; init; } = ["GET", "POST", "HEAD"];

    /// <summary>Headers of all answers; default none.</summary>
    public IReadOnlyList<ResponseHeaderRule> ResponseHeaders { get; init; } = [];

    /// <summary>The longest time until an answer; default 90 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The longest time until the cluster answers the question whether the worker is well; default 10 seconds.</summary>
    public TimeSpan HealthTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads the options from a worker's settings.</summary>
    /// <exception cref="Abstractions.Errors.ConfigException">A setting is not valid.</exception>
    public static RestOptions Parse(IReadOnlyDictionary<string, string?> workerSettings)
    {
        var parsed = Definition.Parse(workerSettings);
        var options = new RestOptions
        {
            AllowedOrigins = parsed.GetList(AllowOriginKey),
            ResponseHeaders = ResponseHeaderRule.ParseAll(ResponseHeadersKey, parsed.GetString(ResponseHeadersKey)),
        };
        var methods = parsed.GetList(AllowMethodsKey);
        return methods.Count == 0 ? options : options with { AllowedMethods = methods };
    }
}
