using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Silo;

try
{
    switch (CommandLine.AsksForHelp(args) ? "help" : args.FirstOrDefault())
    {
        case "distributed":
            await WorkerProcess.RunAsync(await WorkerArguments.ForDistributedAsync(args[1..], CancellationToken.None));
            return ExitCode.Ok;
        case "standalone":
            await WorkerProcess.RunAsync(await WorkerArguments.ForStandaloneAsync(args[1..], CancellationToken.None));
            return ExitCode.Ok;
        case "broker":
            await BrokerProcess.RunAsync(BrokerArguments.Parse(args[1..]));
            return ExitCode.Ok;
        case null or "help":
            Console.WriteLine(Usage.Text);
            return ExitCode.Ok;
        default:
            Console.Error.WriteLine($"'{args[0]}' is not a command.\n\n{Usage.Text}");
            return ExitCode.Usage;
    }
}
catch (Exception error) when (StartFailure.Find(error) is { } failure)
{
    Console.Error.WriteLine(failure.Message);
    return failure is ConfigException ? ExitCode.Usage : ExitCode.Failed;
}
