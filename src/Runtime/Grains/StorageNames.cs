namespace OrleansConnect.Runtime.Grains;

/// <summary>The names of the grain storages that the grains ask for.</summary>
internal static class StorageNames
{
    public const string State = "connect";
}
