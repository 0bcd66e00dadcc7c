using System.Diagnostics;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileSinkTornLineTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _file;

    public FileSinkTornLineTests() => _file = _folder.Path("out.txt");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_a_line_that_has_no_end_before_it_writes_the_next_one_and_says_so_once()
    {
        await File.WriteAllTextAsync(_file, "whole\nhalf of a li", Cancellation);
        await using var sink = await StartAsync();

        await sink.PutValuesAsync(["half of a line"], Cancellation);
        await File.AppendAllTextAsync(_file, "again", Cancellation);
        await sink.PutValuesAsync(["and again", "last"], Cancellation);

        Assert.Equal("whole\nhalf of a li\nhalf of a line\nagain\nand again\nlast\n", await File.ReadAllTextAsync(_file, Cancellation));
        Assert.StartsWith($"The last line of file '{_file}' had no end", Assert.Single(sink.Log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adds_nothing_to_a_file_before_there_is_a_record()
    {
        await File.WriteAllTextAsync(_file, "text of a user", Cancellation);

        await using (var sink = await StartAsync())
        {
            await sink.PutValuesAsync([], Cancellation);
        }

        Assert.Equal("text of a user", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(100)]
    public async Task A_batch_that_fails_is_taken_back(int lineLength)
    {
        await File.WriteAllTextAsync(_file, "before\n", Cancellation);

        using (var output = new FullDisk(_file, roomBytes: lineLength + 50))
        {
            output.PutTwo(lineLength);
        }

        Assert.Equal("before\n", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task What_somebody_else_has_written_behind_a_batch_that_fails_stays()
    {
        await File.WriteAllTextAsync(_file, "before\n", Cancellation);

        using (var output = new FullDisk(_file, roomBytes: 150, then: () => File.AppendAllText(_file, "somebody else's\n")))
        {
            output.PutTwo(100);
        }

        Assert.EndsWith("somebody else's\n", await File.ReadAllTextAsync(_file, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_when_the_disk_is_full_and_has_every_line_once_after_room_was_made_and_a_restart()
    {
        var disk = _folder.Path("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "none", disk), "Nothing can be mounted here.");
        try
        {
            var (file, filler) = (Path.Combine(disk, "out.txt"), Path.Combine(disk, "filler"));
            await File.WriteAllBytesAsync(filler, new byte[7_900_000], Cancellation);
            string[] lines = [new string('a', 300_000), new string('b', 300_000)];
            await using (var sink = await StartAsync(file))
            {
                await sink.PutValuesAsync(["first"], Cancellation);
                await Assert.ThrowsAsync<ConnectException>(() => sink.PutValuesAsync(lines, Cancellation));
            }

            File.Delete(filler);
            await using var restarted = await StartAsync(file);
            await restarted.PutValuesAsync(lines, Cancellation);

            var written = await File.ReadAllLinesAsync(file, Cancellation);
            Assert.Equal(["first", .. lines], written);
        }
        finally
        {
            await RunAsync("umount", "--lazy", disk);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<bool> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }

    private Task<SinkTaskHarness> StartAsync(string? file = null) =>
        SinkTaskHarness.StartAsync(new FileSinkTask(), new Dictionary<string, string> { ["file"] = file ?? _file }, Cancellation);

    // Takes as many bytes as there is room for, as a disk that gets full.
    private sealed class FullDisk : IDisposable
    {
        private readonly Output _output;
        private readonly LineWriter _writer;
        private readonly FileEnd _end;

        public FullDisk(string file, long roomBytes, Action? then = null)
        {
            _output = new Output(file, roomBytes, then);
            _writer = new LineWriter(_output);
            _end = new FileEnd(_output.SafeFileHandle, file, new MemoryLog());
        }

        public void PutTwo(int lineLength)
        {
            _writer.BeginBatch();
            _end.BeginBatch();
            _writer.WriteLine(new string('a', lineLength));
            Assert.Throws<IOException>(() =>
            {
                _writer.WriteLine(new string('b', lineLength));
                _writer.Flush();
            });
            _end.TakeBack(_writer);
        }

        public void Dispose()
        {
            _end.Dispose();
            _writer.Dispose();
        }
    }

    private sealed class Output(string file, long roomBytes, Action? then) : FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)
    {
        private long _left = roomBytes;

        public override void Write(byte[] buffer, int offset, int count)
        {
            var written = (int)Math.Min(_left, count);
            base.Write(buffer, offset, written);
            _left -= written;
            if (written < count)
            {
                then?.Invoke();
                throw new IOException("No space left on device");
            }
        }
    }
}
