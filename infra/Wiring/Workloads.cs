using SecureApi.Compute;
using SecureApi.Observability;
using SecureApi.Registry;

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
        Repositories = new ImageRepositories(context.Name, new ImageRepositoriesArgs
        {
            Images = context.Images,
            Names = context.Names,
            KeyArn = foundation.Key.Arn,
            ForceDelete = context.Disposable,
        }, context.Options());
        Cluster = new ServiceCluster(context.Name, new ServiceClusterArgs
        {
            ClusterName = context.Names.Cluster,
            InsightsLogGroupName = context.Names.ContainerInsightsLogGroup,
            RetentionDays = settings.Logs.RetentionDays,
            KeyArn = foundation.Key.Arn,
        }, context.Options());
        Fleet = new ServiceFleet(context.Name, new ServiceFleetArgs
        {
            Settings = settings,
            Names = context.Names,
            Network = foundation.Network,
            SecurityGroups = foundation.Groups,
            Cluster = Cluster,
            Repositories = Repositories.Repositories,
            Directory = identity.Directory,
            Gateway = identity.Gateway,
            LoadBalancer = edge.LoadBalancer,
            Alarms = DeclareGuards(context),
            KeyArn = foundation.Key.Arn,
            RoleBoundary = foundation.RoleBoundary?.Arn,
        }, context.Options());
    }

    public StackMetrics Metrics { get; }

    public AlarmTopic Topic { get; }

    public ImageRepositories Repositories { get; }

    public ServiceCluster Cluster { get; }

    public ServiceFleet Fleet { get; }

    private DeploymentAlarms DeclareGuards(StackContext context) => new(context.Name, new DeploymentAlarmsArgs
    {
        Metrics = Metrics,
        Settings = context.Settings.Alarms,
        Services = [.. context.Settings.Services.Keys],
        TopicArn = Topic.Arn,
    }, context.Options());
}
