using OrleansConnect.Silo;

namespace OrleansConnect.Tests.Integration.Silo;

public sealed class MappedFilesTests
{
    [Theory]
    [InlineData("7f01c8000000-7f01c8400000 r-xp 00001000 fe:00 4711 /usr/lib/a library.so", true)]
    [InlineData("7f01c8000000-7f01c8400000 r--s 00000000 fe:00 4711 /usr/share/dotnet/System.Private.CoreLib.dll", true)]
    [InlineData("7f01c8000000-7f01c8400000 r-xp 00000000 00:00 0", false)]
    [InlineData("7f01c8000000-7f01c8400000 r-xp 00000000 00:00 0 [vdso]", false)]
    [InlineData("7f01c8000000-7f01c8400000 r-xs 00000000 00:01 2048 /memfd:doublemapper (deleted)", false)]
    public void Pages_of_files_are_told_from_the_process_own(string mapping, bool isFile) =>
        Assert.Equal(isFile ? [(0x7f01c8000000, 0x7f01c8400000)] : [], MappedFiles.Ranges([mapping]));
}
