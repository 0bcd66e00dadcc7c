using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Does the same to several connectors, goes on after a failure, and tells what became of each.</summary>
internal sealed class Outcomes(Session session)
{
    private readonly List<OutcomeJson> _all = [];
    private int _exitCode;

    /// <summary>The connectors for which it worked.</summary>
    public IEnumerable<string> Done => _all.Where(outcome => outcome.Error is null).Select(outcome => outcome.Name);

    public async Task DoAsync(string name, string done, Func<Task> action, string? notDone = null)
    {
        try
        {
            await action();
            _all.Add(new(name, done));
            if (!session.IsJson)
            {
                session.Terminal.WriteLine($"{name}: {done}.");
            }
        }
        catch (ConnectClientException e)
        {
            _all.Add(new(name, "failed", e.Message));
            ErrorText.Write(session.Terminal, e, $"'{name}' {notDone ?? "was not " + done}");
            _exitCode = _exitCode == 0 ? ExitCode.Of(e.Kind) : _exitCode;
        }
    }

    /// <summary>Writes the JSON, if that is wanted; the exit code is that of the first failure.</summary>
    public int Finish()
    {
        if (session.IsJson)
        {
            session.WriteJson<IReadOnlyList<OutcomeJson>>(_all);
        }

        return _exitCode;
    }
}
