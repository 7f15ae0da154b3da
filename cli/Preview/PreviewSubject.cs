using System.Collections.Immutable;
using SecureApi.Cli.Preview.Placeholders;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using SecureApi.Gateway;
using SecureApi.LoadBalancing;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Preview;

/// <summary>The settings that a preview runs with, and what it changed or must say about them.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Warnings">What a reader must know before trusting the picture.</param>
public sealed record PreviewSubject(StackConfig Settings, ImmutableArray<string> Warnings)
{
    // No image has this digest: eight bytes of a hash after a row of zeros.
    private const string SampleOrganization = "Example Ltd";
    private const string PlaceholderDigest = "sha256:000000000000000000000000000000000000000000000000";

    /// <summary>Decides what is previewed.</summary>
    /// <param name="settings">The stack's settings.</param>
    /// <param name="bootstrap">
    /// True for the first deployment, without any image; false for the running stack, for which digests are made up when there
    /// are none at all.
    /// </param>
    public static PreviewSubject Create(StackConfig settings, bool bootstrap)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (bootstrap)
        {
            settings = settings with { Images = settings.Images.Clear() };
            warnings.Add("First deployment: repositories exist, services run no tasks, and the listener on 443 answers 503.");
        }
        else if (settings.IsBootstrap)
        {
            settings = settings with { Images = Placeholders(settings) };
            warnings.Add("No image digests are configured. The preview stands in digests that no image has (sha256:0000...); "
                + "a deployment now would be the first one, which --bootstrap shows.");
        }
        else
        {
            foreach (var name in settings.WithoutImage)
            {
                warnings.Add(name == GatewayContract.Name
                    ? "No image digest is configured for the gateway: it runs no tasks, and the listener on 443 answers 503."
                    : $"No image digest is configured for the service {name}: it runs no tasks, and the gateway answers 503 below {settings.Services[name].PathPrefix}.");
            }
        }

        if (settings is { Environment: DeploymentEnvironment.Prod, Mtls.Mode: MutualTlsMode.Passthrough })
            warnings.Add("mtls.mode is passthrough in production: the load balancer lets every client through, and only the gateway checks certificates.");
        if (EdgeConfig.IsExample(settings.Edge.Domain))
            warnings.Add($"The domain {settings.Edge.Domain} is reserved for examples. A deployment refuses it.");
        foreach (var email in settings.Alarms.Emails)
        {
            if (EdgeConfig.IsExample(email))
                warnings.Add($"The address {email} is reserved for examples. A deployment refuses it.");
        }

        if (settings.Mtls.Ca.Organization == SampleOrganization)
            warnings.Add($"The organization of the CA is the sample's, {SampleOrganization}: it stands in every certificate for as long as the CA lives.");
        foreach (var (name, client) in settings.Mtls.Clients)
        {
            if (EdgeConfig.IsExample(client.Contact))
                warnings.Add($"The contact of the client {name}, {client.Contact}, is reserved for examples: is this client one of yours?");
        }

        warnings.AddRange(settings.Warnings);
        if (HasEncryptedSecrets(settings))
            warnings.Add("Encrypted values of the stack file stay encrypted: only the Pulumi CLI can read them.");
        return new(settings, warnings.ToImmutable());
    }

    /// <summary>Records the stack with these settings.</summary>
    /// <param name="options">How to record.</param>
    public Task<RecordedStack> RecordAsync(RecordingOptions options) => StackRecorder.RecordAsync(
        Settings.Project, Settings.Stack, Settings.Region, stack => new SecureApiStack(Settings, stack), options);

    private static ImmutableSortedDictionary<string, string> Placeholders(StackConfig settings)
    {
        var images = settings.Images.ToBuilder();
        images.Add(GatewayContract.Name, PlaceholderDigest + AwsId.Hex(GatewayContract.Name, 16));
        foreach (var service in settings.Services.Keys)
            images.Add(service, PlaceholderDigest + AwsId.Hex(service, 16));
        return images.ToImmutable();
    }

    private static bool HasEncryptedSecrets(StackConfig settings) =>
        settings.Services.Values.Any(service => service.Secrets.ContainsValue(SecretText.Encrypted));
}
