using System.Globalization;
using System.Security.Cryptography;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>The broker's folder: held by a lock while the broker runs, and remembering the cluster's id and the port.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _properties;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
        _properties = PropertiesIn(path);
        var saved = Read(_properties);
        ClusterId = saved.GetValueOrDefault("cluster.id") ?? NewClusterId();
        Port = int.TryParse(saved.GetValueOrDefault("port"), CultureInfo.InvariantCulture, out var port) ? port : 0;
    }

    public string Path { get; }

    public string ClusterId { get; }

    /// <summary>The port of the last start, or 0.</summary>
    public int Port { get; private set; }

    /// <exception cref="IOException">Another broker uses the folder.</exception>
    public static DataDirectory Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(path);
        var lockPath = System.IO.Path.Combine(path, ".lock");
        try
        {
            // FileShare.None is an flock on Unix: it goes with the process, however that ends.
            return new DataDirectory(path, new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(lockPath))
        {
            var where = Read(PropertiesIn(path)).TryGetValue("port", out var port) ? $" on port {port}" : "";
            throw new IOException(
                $"The embedded broker cannot use the data directory '{path}': another broker{where} holds its lock file '{lockPath}'. "
                + "Connect to that broker, stop it, or choose another directory.",
                exception);
        }
    }

    public void Save(int port)
    {
        Port = port;
        File.WriteAllText(_properties + ".new", $"cluster.id={ClusterId}\nport={port.ToString(CultureInfo.InvariantCulture)}\n");
        File.Move(_properties + ".new", _properties, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();

    private static string PropertiesIn(string path) => System.IO.Path.Combine(path, "meta.properties");

    private static Dictionary<string, string> Read(string file) => !File.Exists(file) ? [] : File.ReadLines(file)
        .Select(line => line.Split('=', 2))
        .Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>16 random bytes in URL-safe base64, as Kafka's own are; none begins with a dash.</summary>
    private static string NewClusterId()
    {
        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return id[0] == '-' ? "A" + id[1..] : id;
    }
}
