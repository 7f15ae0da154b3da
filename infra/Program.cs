using SecureApi.Cli;

return await CommandLine.RunAsync(args, CommandHost.OfProcess());
