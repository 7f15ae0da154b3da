using Pulumi.Aws.Ecs.Inputs;

namespace SecureApi.Compute;

/// <summary>Splits a service's tasks between Fargate and Fargate Spot.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"/>
internal static class CapacityShare
{
    /// <summary>
    /// With a share of Spot, the first tasks stay on demand: losing all of Spot at once must not stop a service that is
    /// not meant to run on Spot alone.
    /// </summary>
    public static ServiceCapacityProviderStrategyArgs[] For(TaskSettings settings) => settings.SpotPercent switch
    {
        0 => [Share(ServiceCluster.OnDemand, 1, 0)],
        100 => [Share(ServiceCluster.Spot, 1, 0)],
        var spot => [Share(ServiceCluster.OnDemand, 100 - spot, 1), Share(ServiceCluster.Spot, spot, 0)],
    };

    private static ServiceCapacityProviderStrategyArgs Share(string provider, int weight, int first) => new()
    {
        CapacityProvider = provider,
        Weight = weight,
        Base = first,
    };
}
