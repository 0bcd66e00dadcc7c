using System.Globalization;
using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Management.Hosting;

/// <summary>An address to listen on: <c>http://host:port</c>. No host, 0.0.0.0, [::] and * mean every address of the machine; port 0 means any free one.</summary>
public sealed partial record Listener
{
    private Listener(string host, int port) => (Host, Port) = (host, port);

    /// <summary>The host as it was written, or empty for every address.</summary>
    public string Host { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Whether it listens on every address of the machine.</summary>
    public bool IsAnyAddress => Host.Length == 0;

    /// <summary>The address as a setting has it.</summary>
    public override string ToString() => $"http://{(IsAnyAddress ? "0.0.0.0" : Host)}:{Port}";

    /// <summary>Reads one.</summary>
    /// <param name="key">The setting it is from, for the message.</param>
    /// <param name="text">The address.</param>
    /// <exception cref="ConfigException">The text is something else, or asks for TLS.</exception>
    public static Listener Parse(string key, string text)
    {
        var match = Shape().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > ushort.MaxValue)
        {
            throw ConfigException.Invalid(key, text, "A listener is http://HOST:PORT, for example http://127.0.0.1:8083 or http://0.0.0.0:8083.");
        }

        if (match.Groups["scheme"].Value.Equals("https", StringComparison.OrdinalIgnoreCase))
        {
            throw ConfigException.Invalid(key, text, "Listeners do not speak TLS. Listen with http on loopback and put a proxy that does in front.");
        }

        var host = match.Groups["host"].Value;
        return new(host is "0.0.0.0" or "[::]" or "*" or "+" ? "" : host, port);
    }

    [GeneratedRegex(@"^(?<scheme>https?)://(?<host>\[[0-9a-fA-F:.]+\]|[^\[\]:/]*):(?<port>\d+)/?$", RegexOptions.IgnoreCase)]
    private static partial Regex Shape();
}
