using SecureApi.Cli.Commands;

return await CommandLine.RunAsync(args, CommandHost.OfProcess());
