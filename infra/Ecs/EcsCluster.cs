using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;

namespace SecureApi.Ecs;

/// <summary>The ECS cluster: Fargate and Fargate Spot, with Container Insights.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"/>
public sealed class EcsCluster : ComponentResource
{
    /// <summary>Capacity that AWS does not take back.</summary>
    public const string OnDemand = "FARGATE";

    /// <summary>Cheaper capacity that AWS may take back with two minutes' notice.</summary>
    public const string Spot = "FARGATE_SPOT";

    /// <summary>Declares the cluster and its capacity providers.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Names and logging.</param>
    /// <param name="options">Parent and providers.</param>
    public EcsCluster(string name, EcsClusterArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:ecs:EcsCluster", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };

        // ECS would make this group by itself, unencrypted and without a retention.
        var insights = new LogGroup($"{name}-insights", new LogGroupArgs
        {
            Name = args.InsightsLogGroupName,
            RetentionInDays = args.RetentionDays,
            KmsKeyId = args.KeyArn,
        }, child);
        var cluster = new Cluster($"{name}-cluster", new ClusterArgs
        {
            Name = args.ClusterName,
            Settings = { new ClusterSettingArgs { Name = "containerInsights", Value = "enabled" } },
        }, new CustomResourceOptions { Parent = this, DependsOn = { insights } });
        var capacity = new ClusterCapacityProviders($"{name}-cluster", new ClusterCapacityProvidersArgs
        {
            ClusterName = cluster.Name,
            CapacityProviders = { OnDemand, Spot },
            DefaultCapacityProviderStrategies =
            {
                new ClusterCapacityProvidersDefaultCapacityProviderStrategyArgs { CapacityProvider = OnDemand, Weight = 1 },
            },
        }, child);

        Arn = cluster.Arn;
        Name = cluster.Name;
        CapacityProviders = capacity;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn, ["name"] = Name });
    }

    /// <summary>The cluster's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The cluster's name.</summary>
    public Output<string> Name { get; }

    /// <summary>Services that name a capacity provider wait for this.</summary>
    public Resource CapacityProviders { get; }
}

/// <summary>The arguments of <see cref="EcsCluster"/>.</summary>
public sealed record EcsClusterArgs
{
    /// <summary>The fixed name of the cluster.</summary>
    public required string ClusterName { get; init; }

    /// <summary>The fixed name of the log group that Container Insights writes to.</summary>
    public required string InsightsLogGroupName { get; init; }

    /// <summary>Days for which performance events are kept.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>The customer-managed key of the log group.</summary>
    public required Output<string> KeyArn { get; init; }
}
