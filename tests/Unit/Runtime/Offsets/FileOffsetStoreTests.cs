using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

public sealed class FileOffsetStoreTests : IDisposable
{
    // {["src",{"filename":"a.txt"}] -> {"position":30}} as java.io.ObjectOutputStream wrote it.
    private const string WrittenByJava =
        "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3RvckkACXRocmVzaG9sZHhwP0AAAAAAAAx3CAAAABAAAAABdXIAAltCrPMX+AYIVOACAAB4cAAAABxbInNyYyIseyJmaWxlbmFtZSI6ImEudHh0In1ddXEAfgACAAAAD3sicG9zaXRpb24iOjMwfXg=";

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"offsets-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Offsets_outlive_the_store()
    {
        var partition = SourcePartition.Of("filename", "a.txt");
        using (var store = new FileOffsetStore(_path))
        {
            await store.WriteAsync("src", new Dictionary<SourcePartition, SourceOffset?> { [partition] = SourceOffset.Of("position", 30) }, Cancel);
        }

        using var again = new FileOffsetStore(_path);

        Assert.Equal(SourceOffset.Of("position", 30), await again.ReadAsync("src", partition, Cancel));
        Assert.Null(await again.ReadAsync("other", partition, Cancel));
    }

    [Fact]
    public async Task A_file_that_Kafka_Connect_wrote_is_read()
    {
        await File.WriteAllBytesAsync(_path, Convert.FromBase64String(WrittenByJava), Cancel);

        using var store = new FileOffsetStore(_path);

        Assert.Equal(SourceOffset.Of("position", 30), await store.ReadAsync("src", SourcePartition.Of("filename", "a.txt"), Cancel));
    }

    [Fact]
    public async Task A_file_is_written_as_Kafka_Connect_writes_it()
    {
        using var store = new FileOffsetStore(_path);

        await store.WriteAsync(
            "src", new Dictionary<SourcePartition, SourceOffset?> { [SourcePartition.Of("filename", "a.txt")] = SourceOffset.Of("position", 30) }, Cancel);

        Assert.Equal(WrittenByJava, Convert.ToBase64String(await File.ReadAllBytesAsync(_path, Cancel)));
    }

    [Fact]
    public async Task A_null_offset_removes_the_entry()
    {
        var partition = SourcePartition.Of("filename", "a.txt");
        using var store = new FileOffsetStore(_path);
        await store.WriteAsync("src", new Dictionary<SourcePartition, SourceOffset?> { [partition] = SourceOffset.Of("position", 30) }, Cancel);

        await store.WriteAsync("src", new Dictionary<SourcePartition, SourceOffset?> { [partition] = null }, Cancel);

        Assert.Empty(await store.ReadAllAsync("src", Cancel));
    }

    [Fact]
    public async Task Another_file_is_refused_by_name()
    {
        await File.WriteAllTextAsync(_path, "not a map", Cancel);

        var error = Assert.Throws<ConnectException>(() => new FileOffsetStore(_path));

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains("offset.storage.file.filename", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);
}
