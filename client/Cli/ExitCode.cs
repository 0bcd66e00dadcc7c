using OrleansConnect.Client;

namespace OrleansConnect.Cli;

/// <summary>What the process tells the shell; docs/command-line.md lists them.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Conflict = 4;
    public const int Invalid = 5;
    public const int Unreachable = 6;
    public const int TimedOut = 7;
    public const int Interrupted = 130;

    // 128 and the number of SIGPIPE, of which other programs die in the same place.
    public const int Abandoned = 141;

    public static int Of(ConnectErrorKind kind) => kind switch
    {
        ConnectErrorKind.Invalid => Invalid,
        ConnectErrorKind.NotFound => NotFound,
        ConnectErrorKind.AlreadyExists or ConnectErrorKind.Conflict => Conflict,
        ConnectErrorKind.TimedOut => TimedOut,
        ConnectErrorKind.Unavailable or ConnectErrorKind.Unreachable => Unreachable,
        _ => Failed,
    };
}
