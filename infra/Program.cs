using Pulumi;
using SecureApi;
using SecureApi.Configuration;

if (Environment.GetEnvironmentVariable("PULUMI_MONITOR") is null)
{
    await Console.Error.WriteLineAsync("This is the Pulumi program of the stack: `pulumi up` runs it.");
    await Console.Error.WriteLineAsync("To see the stack without an AWS account: dotnet run --project cli -- preview");
    return 2;
}

return await Deployment.RunAsync<SecureApiStack>(new StackProvider());

/// <summary>Makes the stack from the engine's configuration; what is wrong with it becomes a message of the deployment.</summary>
internal sealed class StackProvider : IServiceProvider
{
    public object? GetService(Type serviceType) =>
        serviceType == typeof(SecureApiStack) ? Declare(StackConfiguration.FromEngine()) : null;

    private static SecureApiStack Declare(StackConfig settings)
    {
        foreach (var warning in settings.Warnings) Log.Warn(warning);
        return new SecureApiStack(settings);
    }
}
