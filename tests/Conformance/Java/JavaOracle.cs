using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrleansConnect.Tests.Conformance.Java;

[assembly: AssemblyFixture(typeof(JavaOracle))]

namespace OrleansConnect.Tests.Conformance.Java;

/// <summary>
/// Apache Kafka Connect's own classes in a Java process that is started when first asked and ended with the tests. It runs <c>Oracle.java</c>,
/// compiled against the distribution at KAFKA_HOME; requests are its commands.
/// </summary>
public sealed class JavaOracle : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"orleans-connect-oracle-{Guid.NewGuid():N}");
    private Process? _process;
    private int _lastId;

    /// <summary>Runs a command; skips the test when there is no Kafka or no Java compiler.</summary>
    public JavaAnswer Ask(params IEnumerable<string> words)
    {
        lock (_lock)
        {
            _process ??= Start();
            _process.StandardInput.WriteLine(string.Join('\t', words));
            _process.StandardInput.Flush();
            var answer = _process.StandardOutput.ReadLine()?.Split('\t', 2)
                ?? throw new InvalidOperationException("The Java process ended. Look at its error output above.");
            return answer[0] == "ok" ? JavaAnswer.Ok(answer[1]) : ErrorOf(answer[1].Split('\t'));
        }
    }

    /// <summary>A name for something that lives in the Java process.</summary>
    public string NewId() => Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                _process.Kill();
            }

            _process.Dispose();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static JavaAnswer ErrorOf(string[] parts) => new(true, $"{parts[0]}: {Notation.TextOf(parts[1])}");

    private Process Start()
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipWhen(string.IsNullOrEmpty(home), "KAFKA_HOME is not set: there is no Apache Kafka Connect to compare with.");
        Assert.SkipUnless(IsOnPath("javac"), "javac is not on the path: the Java side cannot be compiled.");
        var classPath = Path.Combine(home!, "libs", "*"); // not null: the test was skipped otherwise
        Directory.CreateDirectory(_folder);
        var sources = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Java"), "*.java");
        using var compiler = Launch("javac", ["-nowarn", "-d", _folder, "-cp", classPath, .. sources]);
        compiler.StandardInput.Close();
        var output = compiler.StandardOutput.ReadToEnd();
        compiler.WaitForExit();
        return compiler.ExitCode == 0
            ? Launch("java", ["-Xmx512m", "-Xss32m", "-Duser.timezone=UTC", "-Duser.language=en", "-Duser.country=US", "-cp", $"{_folder}{Path.PathSeparator}{classPath}", "Oracle"])
            : throw new InvalidOperationException($"javac failed with exit code {compiler.ExitCode}. {output}");
    }

    private static Process Launch(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = Encoding.ASCII,
            StandardOutputEncoding = Encoding.ASCII,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"Cannot start '{program}'.");
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
