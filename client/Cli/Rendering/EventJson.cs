namespace OrleansConnect.Cli.Rendering;

/// <summary>A line of a watched status: <c>status</c>, <c>deleted</c>, <c>caught_up</c> or <c>interrupted</c>.</summary>
internal sealed record EventJson(string Event, string? Name = null, StatusJson? Status = null);
