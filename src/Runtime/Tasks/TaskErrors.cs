using Microsoft.Extensions.Logging;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes a task's error policy from its connector's <c>errors.*</c> settings.</summary>
internal sealed class TaskErrors(TaskServices services, TaskControl control)
{
    /// <summary>The policy.</summary>
    /// <param name="config">The connector's configuration.</param>
    /// <param name="deadLetters">Where bad records go, if anywhere.</param>
    /// <param name="pending">Takes the reports that need not be waited for at once, because whoever commits does so.</param>
    public ErrorPolicy Policy(IReadOnlyDictionary<string, string?> config, DeadLetterQueue? deadLetters = null, PendingReports? pending = null)
    {
        var settings = ErrorSettings.From(config);
        control.Counters.Errors.Hide = control.Secrets.Hide;
        var reporters = new List<IErrorReporter>();
        if (settings.IsLogged)
        {
            reporters.Add(new LogErrorReporter(control, settings.LogsRecords, services.Logs.CreateLogger<LogErrorReporter>()));
        }

        if (deadLetters is not null)
        {
            reporters.Add(deadLetters);
        }

        return new(settings, reporters, control.Counters.Errors, services.Time, pending);
    }
}
