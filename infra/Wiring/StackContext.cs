using System.Collections.Immutable;
using Pulumi;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Gateway;

namespace SecureApi.Wiring;

/// <summary>What every part of the stack is declared from: settings, names, and the provider.</summary>
internal sealed class StackContext
{
    private readonly ProviderResource _aws;

    public StackContext(StackConfig settings)
    {
        Settings = settings;
        Names = new ResourceNames(settings.Project, settings.Stack);
        Images = settings.Services.Keys.Prepend(GatewayContract.Name).ToImmutableArray();
        _aws = AwsProvider.Declare(settings);
    }

    public StackConfig Settings { get; }

    public ResourceNames Names { get; }

    /// <summary>The root of all logical names.</summary>
    public string Name => Names.Base;

    public AwsRegion Region => Settings.Region;

    /// <summary>The gateway and every service, in the order in which people read them.</summary>
    public ImmutableArray<string> Images { get; }

    /// <summary>Whether a destroy may take data with it: only what a developer made to try things.</summary>
    public bool Disposable => Settings.Environment == DeploymentEnvironment.Dev;

    /// <summary>Options of a component of the stack. New each time, because Pulumi completes them in place.</summary>
    public ComponentResourceOptions Options() => new() { Providers = { _aws } };
}
