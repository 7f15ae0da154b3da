using SecureApi.Cli;
using SecureApi.Preview.Certificates;

if (args is ["preview", ..])
    CertificateWarmUp.Start();
return await CommandLine.RunAsync(args, CommandHost.OfProcess());
