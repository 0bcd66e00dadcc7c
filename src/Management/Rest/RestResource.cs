using Microsoft.AspNetCore.Http;

namespace OrleansConnect.Management.Rest;

/// <summary>A path and what can be done with it.</summary>
/// <param name="Pattern">The path, with <c>{connector}</c>, <c>{task:int}</c> and the like for what varies.</param>
internal sealed record RestResource(string Pattern)
{
    // The order in which Kafka Connect tells the methods of a resource.
    private static readonly string[] Order =
        [HttpMethods.Head, HttpMethods.Delete, HttpMethods.Post, HttpMethods.Get, HttpMethods.Options, HttpMethods.Put, HttpMethods.Patch];

    /// <summary>Whether it answers while the worker starts; requests to others wait.</summary>
    public bool IsOpenWhileStarting { get; init; }

    public RestHandler? Get { get; init; }

    public RestHandler? Post { get; init; }

    public RestHandler? Put { get; init; }

    public RestHandler? Patch { get; init; }

    public RestHandler? Delete { get; init; }

    /// <summary>The handlers by method; HEAD is answered by the one for GET, OPTIONS by the list of all.</summary>
    public IReadOnlyDictionary<string, RestHandler> Handlers()
    {
        var handlers = new Dictionary<string, RestHandler>();
        AddIfThere(handlers, HttpMethods.Get, Get);
        AddIfThere(handlers, HttpMethods.Head, Get);
        AddIfThere(handlers, HttpMethods.Post, Post);
        AddIfThere(handlers, HttpMethods.Put, Put);
        AddIfThere(handlers, HttpMethods.Patch, Patch);
        AddIfThere(handlers, HttpMethods.Delete, Delete);
        var methods = Order.Where(method => handlers.ContainsKey(method) || method == HttpMethods.Options);
        var options = RestResult.Options([.. methods]);
        handlers.Add(HttpMethods.Options, (_, _) => Task.FromResult(options));
        return handlers;
    }

    private static void AddIfThere(Dictionary<string, RestHandler> handlers, string method, RestHandler? handler)
    {
        if (handler is not null)
        {
            handlers.Add(method, handler);
        }
    }
}
