using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Certificates;

if (args is ["preview", ..])
    CertificateWarmUp.Start();
return await CommandLine.RunAsync(args, CommandHost.OfProcess());
