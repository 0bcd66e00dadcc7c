using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Validation;

/// <summary>What is to be said of a connector's configuration.</summary>
/// <param name="Name">The connector class as given.</param>
/// <param name="Groups">The groups of settings, in order.</param>
/// <param name="Keys">The settings, in order.</param>
/// <param name="ErrorCount">The number of errors, as Kafka Connect counts them.</param>
public sealed record ValidationReport(string Name, IReadOnlyList<string> Groups, IReadOnlyList<ValidatedKey> Keys, int ErrorCount)
{
    /// <summary>Settings of the configuration that nobody declares: mostly misspellings.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>All error messages, in order.</summary>
    public IEnumerable<string> Errors => Keys.SelectMany(key => key.Value?.Errors ?? []);

    internal void RequireNoError()
    {
        if (ErrorCount > 0)
        {
            throw new ConnectRequestException(
                RequestErrorKind.Invalid,
                $"Connector configuration is invalid and contains the following {ErrorCount} error(s):\n{string.Join('\n', Errors)}\n"
                + "You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`")
            {
                Hints = ValidationHints.Of(this),
            };
        }
    }
}
