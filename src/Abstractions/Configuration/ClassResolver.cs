namespace OrleansConnect.Abstractions.Configuration;

/// <summary>Finds the full name of a plugin class by a name or alias a user wrote, or null if there is no such class.</summary>
public delegate string? ClassResolver(string name);
