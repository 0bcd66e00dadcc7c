namespace OrleansConnect.Grains;

/// <summary>A request was refused. Nothing was changed, unless the message says that the change may take effect, or what of it has.</summary>
[GenerateSerializer, Alias("connect.ConnectRequestException")]
public sealed class ConnectRequestException : Exception
{
    /// <summary>A refusal of that kind.</summary>
    public ConnectRequestException(RequestErrorKind kind, string message, Exception? cause = null)
        : base(message, cause) => Kind = kind;

    /// <summary>Why.</summary>
    [Id(0)]
    public RequestErrorKind Kind { get; private set; }

    /// <summary>What to do about each error that the message lists, in their order; empty where nothing is known.</summary>
    [Id(1)]
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>What the request is about is not there.</summary>
    public static ConnectRequestException NotFound(string message) => new(RequestErrorKind.NotFound, message);

    /// <summary>It is there already, or something else is in the way.</summary>
    public static ConnectRequestException Conflict(string message) => new(RequestErrorKind.Conflict, message);

    /// <summary>The request makes no sense as it is.</summary>
    public static ConnectRequestException Invalid(string message) => new(RequestErrorKind.Invalid, message);
}
