using Liwan.Cli;
using Liwan.Cli.Output;

return await LiwanCommandLine.RunAsync(args, CliConsole.OfThisProcess(), CliEnvironment.OfThisProcess());
