using System.Collections.Immutable;
using SecureApi.Ecs;
using SecureApi.GitHubActions;
using SecureApi.LoadBalancing;
using SecureApi.Network;
using SecureApi.PrivateCa;

namespace SecureApi.Configuration;

/// <summary>Every rule on more than one value.</summary>
internal static class SettingsRules
{
    /// <summary>Rules for every stack, wherever its settings come from.</summary>
    public static ImmutableArray<ISettingsRule> Always =>
    [
        new NamesRule(),
        new AvailabilityZonesRule(),
        new NatlessNetworkRule(),
        new ProductionNatRule(),
        new CertificateSourceRule(),
        new AllowedRangesRule(),
        new ProductionDeletionRule(),
        new CaGenerationsRule(),
        new CertificateLifetimesRule(),
        new ClientRequestsRule(),
        new ClientPathsRule(),
        new RevocationsRule(),
        new ServiceNamesRule(),
        new ServicePathsRule(),
        new FargateSizeRule(),
        new TaskCountRule(),
        new ProductionTasksRule(),
        new DeploymentStrategyRule(),
        new EnvironmentNamesRule(),
        new PlainSecretsRule(),
        new GitHubRepositoryRule(),
        new TagsRule(),
        new ImagesRule(),
    ];

    /// <summary>Rules for a stack that is about to be deployed.</summary>
    /// <param name="clock">Tells today.</param>
    public static ImmutableArray<ISettingsRule> ForDeployment(TimeProvider clock) => [.. Always, new RealDomainRule(), new RevocationListTimesRule(clock)];
}
