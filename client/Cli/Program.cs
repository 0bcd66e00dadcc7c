using OrleansConnect.Cli;
using OrleansConnect.Cli.Commands;

return await CommandTree.RunAsync(args, Terminal.OfProcess());
