namespace OrleansConnect.Tests.Unit.Connectors.Files;

/// <summary>A folder that is removed with everything in it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oc-files-");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
