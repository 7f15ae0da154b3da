using SecureApi.CloudWatch;
using SecureApi.Ecr;
using SecureApi.Ecs;

namespace SecureApi.Wiring;

/// <summary>What runs: repositories, the cluster, the gateway and the services, and the alarms that guard deployments.</summary>
internal sealed class Workloads
{
    public Workloads(StackContext context, Foundation foundation, Identity identity, PublicEdge edge)
    {
        var settings = context.Settings;
        Metrics = new StackMetrics(new StackMetricsArgs
        {
            Names = context.Names,
            RegionName = context.Region.Name,
            LoadBalancerSuffix = edge.LoadBalancer.ArnSuffix,
            TargetGroupSuffix = edge.LoadBalancer.TargetGroupArnSuffix,
            AlternateTargetGroupSuffix = edge.LoadBalancer.AlternateTargetGroupArnSuffix,
            WebAclName = edge.Firewall.Name,
            CertificateArn = edge.Certificate.Arn,
        });
        Topic = new AlarmTopic(context.Name, new AlarmTopicArgs
        {
            Emails = settings.Alarms.Emails,
            KeyArn = foundation.Key.Arn,
            AccountId = foundation.AccountId,
            Region = context.Region,
        }, context.Options());
        Repositories = new EcrRepositories(context.Name, new EcrRepositoriesArgs
        {
            Images = context.Images,
            Names = context.Names,
            KeyArn = foundation.Key.Arn,
            ForceDelete = context.Disposable,
        }, context.Options());
        Cluster = new EcsCluster(context.Name, new EcsClusterArgs
        {
            ClusterName = context.Names.Cluster,
            InsightsLogGroupName = context.Names.ContainerInsightsLogGroup,
            RetentionDays = settings.Logs.RetentionDays,
            KeyArn = foundation.Key.Arn,
        }, context.Options());
        Fleet = new EcsServices(context.Name, new EcsServicesArgs
        {
            Settings = settings,
            Names = context.Names,
            Network = foundation.Network,
            WaysOut = foundation.WaysOut,
            SecurityGroups = foundation.Groups,
            Cluster = Cluster,
            Repositories = Repositories.Repositories,
            Directory = identity.Directory,
            Gateway = identity.Gateway,
            LoadBalancer = edge.LoadBalancer,
            Alarms = DeclareGuards(context),
            KeyArn = foundation.Key.Arn,
            PermissionsBoundary = foundation.PermissionsBoundary?.Arn,
        }, context.Options());
    }

    public StackMetrics Metrics { get; }

    public AlarmTopic Topic { get; }

    public EcrRepositories Repositories { get; }

    public EcsCluster Cluster { get; }

    public EcsServices Fleet { get; }

    private DeploymentAlarms DeclareGuards(StackContext context) => new(context.Name, new DeploymentAlarmsArgs
    {
        Metrics = Metrics,
        Settings = context.Settings.Alarms,
        Services = [.. context.Settings.Services.Keys],
        TopicArn = Topic.Arn,
    }, context.Options());
}
