namespace OrleansConnect.Management.Rest;

/// <summary>An answer that is an error with that status; a text of null is written as null.</summary>
internal sealed class RestException(int status, string? text, Exception? cause = null) : Exception(text ?? "The request has no body.", cause)
{
    public int Status { get; } = status;

    public string? Text { get; } = text;
}
