using System.Diagnostics;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

/// <summary>A folder that is removed with everything in it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oc-files-");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Makes a named pipe, which only Linux has in every folder: elsewhere the test is skipped.</summary>
    public async Task<string> MakePipeAsync(string name = "pipe")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has pipes in every folder.");
        var path = Path(name);
        using var made = Process.Start("mkfifo", [path]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
