using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>What a command works with.</summary>
internal sealed record Session(ConnectClient Client, Terminal Terminal, bool IsJson)
{
    public void WriteJson<T>(T value) => Terminal.WriteLine(JsonOutput.Text(value));
}
