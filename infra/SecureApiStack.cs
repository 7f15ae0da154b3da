using System.Collections.Immutable;
using Pulumi;
using SecureApi.Compute;
using SecureApi.Configuration;
using SecureApi.Discovery;
using SecureApi.Edge;
using SecureApi.Encryption;
using SecureApi.Gateway;
using SecureApi.Naming;
using SecureApi.Network;
using SecureApi.Observability;
using SecureApi.PrivateCa;
using SecureApi.Registry;
using SecureApi.SecurityGroups;
using SecureApi.Waf;

namespace SecureApi;

/// <summary>
/// The whole stack: what exists, in the order in which one part needs another. Each part is a component with a folder of
/// its own; nothing but wiring happens here.
/// </summary>
public sealed class SecureApiStack : Stack
{
    /// <summary>Declares the stack.</summary>
    /// <param name="settings">Validated settings.</param>
    /// <param name="options">Transformations of an observer, such as the offline preview.</param>
    public SecureApiStack(StackSettings settings, StackOptions? options = null)
        : base(options)
    {
        var names = new StackNames(settings.Project, settings.Stack);
        var name = names.Base;
        var region = settings.Region;
        var disposable = settings.Environment == DeploymentEnvironment.Dev;
        var images = settings.Services.Keys.Prepend(GatewayContract.Name).ToImmutableArray();
        var aws = AwsProvider.Declare(settings);
        ComponentResourceOptions Options() => new() { Providers = { aws } };

        // Network
        var network = new VpcNetwork(name, new VpcNetworkArgs { Settings = settings.Network, Region = region }, Options());
        var account = network.AccountId;
        var s3 = new S3GatewayEndpoint(name, new S3GatewayEndpointArgs { Network = network, Region = region }, Options());
        var groups = new StackSecurityGroups(name, new StackSecurityGroupsArgs
        {
            VpcId = network.VpcId,
            Flows = ArchitectureFlows.For(settings, s3.PrefixListId),
        }, Options());
        new VpcEndpoints(name, new VpcEndpointsArgs
        {
            Network = network,
            Region = region,
            Interfaces = settings.Network.InterfaceEndpoints,
            SecurityGroupId = groups.Find(Peer.Endpoints),
            AccountId = account,
        }, Options());

        // Encryption and logs
        var key = new StackKey(name, new StackKeyArgs
        {
            Alias = names.KeyAlias,
            AccountId = account,
            Region = region,
            LogGroups = [$"{names.LogGroupPrefix}*", names.WafLogGroup, names.ContainerInsightsLogGroup],
        }, Options());
        var flowLogs = settings.Network.FlowLogs.Enabled
            ? new FlowLogs(name, new FlowLogsArgs
            {
                Settings = settings.Network.FlowLogs,
                VpcId = network.VpcId,
                AccountId = account,
                LogGroupName = names.LogGroup("vpc-flow"),
                KeyArn = key.Arn,
                Region = region,
            }, Options())
            : null;

        // Certificates
        var authority = new CertificateAuthority(name, new CertificateAuthorityArgs { Settings = settings.Mtls.Ca }, Options());
        var server = new ServerCertificate(name, new ServerCertificateArgs
        {
            Settings = settings.Mtls.Server,
            Issuer = authority.Issuer,
            DnsName = $"{GatewayContract.Name}.{names.DnsNamespace}",
        }, Options());
        var trust = new TrustBundle(name, new TrustBundleArgs
        {
            CertificatesPem = authority.Bundle,
            AccountId = account,
            WithTrustStore = settings.Mtls.Mode == MutualTlsMode.Verify,
            ForceDestroy = disposable,
        }, Options());
        var clients = new ClientCertificates(name, new ClientCertificatesArgs
        {
            Clients = settings.Mtls.Clients,
            Issuer = authority.Issuer,
            KeyArn = key.Arn,
        }, Options());

        // What the gateway is told
        var directory = new ServiceDirectory(name, new ServiceDirectoryArgs
        {
            Namespace = names.DnsNamespace,
            VpcId = network.VpcId,
            Services = [.. settings.Services.Keys],
        }, Options());
        var gateway = new GatewayConfiguration(name, new GatewayConfigurationArgs
        {
            Settings = settings.Gateway,
            MutualTls = settings.Mtls,
            CaBundle = authority.Bundle,
            Certificate = server,
            Upstreams = [.. settings.Services.Select(service => new Upstream(
                service.Key, directory.HostName(service.Key), service.Value.Port, service.Value.PathPrefix))],
            Resolver = settings.Network.Cidr.ResolverAddress,
            KeyArn = key.Arn,
        }, Options());

        // Edge
        var certificate = new EdgeCertificate(name, new EdgeCertificateArgs { Settings = settings.Edge }, Options());
        var edgeLogs = settings.Edge.Logs.Enabled
            ? new EdgeLogs(name, new EdgeLogsArgs
            {
                Settings = settings.Edge.Logs,
                AccountId = account,
                Region = region,
                ForceDestroy = disposable,
            }, Options())
            : null;
        var balancer = new PublicLoadBalancer(name, new PublicLoadBalancerArgs
        {
            Settings = settings.Edge,
            VpcId = network.VpcId,
            SubnetIds = network.PublicSubnetIds,
            DualStack = settings.Network.Ipv6,
            SecurityGroupId = groups[Peer.LoadBalancer],
            CertificateArn = certificate.Arn,
            MutualTls = settings.Mtls.Mode,
            TrustStoreArn = trust.TrustStoreArn,
            CertificateHeader = gateway.CertificateHeader,
            GatewayPort = settings.Gateway.Port,
            Bootstrap = settings.IsBootstrap,
            Logs = edgeLogs,
            Routes = network.PublicRoutes,
        }, Options());
        var firewall = new WebFirewall(name, new WebFirewallArgs
        {
            Settings = settings.Waf,
            AclName = names.WebAcl,
            LoadBalancerArn = balancer.Arn,
            LogGroupName = names.WafLogGroup,
            RetentionDays = settings.Logs.RetentionDays,
            KeyArn = key.Arn,
        }, Options());
        if (settings.Edge.HostedZoneId is { } zone)
        {
            new AliasRecords(name, new AliasRecordsArgs
            {
                Domain = settings.Edge.Domain,
                HostedZoneId = zone,
                LoadBalancer = balancer,
                DualStack = settings.Network.Ipv6,
            }, Options());
        }

        // Alarms that guard deployments come before what they guard
        var metrics = new StackMetrics(new StackMetricsArgs
        {
            Names = names,
            RegionName = region.Name,
            LoadBalancerSuffix = balancer.ArnSuffix,
            TargetGroupSuffix = balancer.TargetGroupArnSuffix,
            WebAclName = firewall.Name,
        });
        var topic = new AlarmTopic(name, new AlarmTopicArgs
        {
            Emails = settings.Alarms.Emails,
            KeyArn = key.Arn,
            AccountId = account,
            Region = region,
        }, Options());
        var guards = new DeploymentAlarms(name, new DeploymentAlarmsArgs
        {
            Metrics = metrics,
            Settings = settings.Alarms,
            Services = [.. settings.Services.Keys],
            TopicArn = topic.Arn,
        }, Options());

        // Images and services
        var repositories = new ImageRepositories(name, new ImageRepositoriesArgs
        {
            Images = images,
            Names = names,
            KeyArn = key.Arn,
            ForceDelete = disposable,
        }, Options());
        var cluster = new ServiceCluster(name, new ServiceClusterArgs
        {
            ClusterName = names.Cluster,
            InsightsLogGroupName = names.ContainerInsightsLogGroup,
            RetentionDays = settings.Logs.RetentionDays,
            KeyArn = key.Arn,
        }, Options());
        var fleet = new ServiceFleet(name, new ServiceFleetArgs
        {
            Settings = settings,
            Names = names,
            Network = network,
            SecurityGroups = groups,
            Cluster = cluster,
            Repositories = repositories.Repositories,
            Directory = directory,
            Gateway = gateway,
            LoadBalancer = balancer,
            Alarms = guards,
            KeyArn = key.Arn,
        }, Options());

        // Observability
        new GatewayMetrics(name, new GatewayMetricsArgs { Names = names, LogGroupName = fleet.Gateway.LogGroupName }, Options());
        new StackAlarms(name, new StackAlarmsArgs
        {
            Names = names,
            TopicArn = topic.Arn,
            Alarms =
            [
                .. EdgeAlarms.For(metrics, settings.Alarms, network.NatGateways),
                .. images.SelectMany(image => ServiceAlarms.For(image, metrics, settings.Alarms)),
            ],
        }, Options());
        new SavedQueries(name, new SavedQueriesArgs
        {
            Names = names,
            GatewayLogGroup = fleet.Gateway.LogGroupName,
            FirewallLogGroup = firewall.LogGroupName,
            FlowLogGroup = flowLogs?.LogGroupName,
        }, Options());
        var dashboard = new StackDashboard(name, new StackDashboardArgs
        {
            Metrics = metrics,
            Services = images,
            FirewallRules = firewall.RuleMetrics,
            NatGateways = network.NatGateways,
            RegionName = region.Name,
        }, Options());

        Url = Output.Create($"https://{settings.Edge.Domain}");
        LoadBalancerDnsName = balancer.DnsName;
        LoadBalancerZoneId = balancer.ZoneId;
        VpcId = network.VpcId;
        PublicSubnetIds = Output.All(network.PublicSubnetIds);
        PrivateSubnetIds = Output.All(network.PrivateSubnetIds);
        SecurityGroupIds = OutputMaps.Join(groups.Ids);
        RepositoryUrls = OutputMaps.Join(repositories.Repositories.ToImmutableSortedDictionary(
            image => image.Key, image => image.Value.Url, StringComparer.Ordinal));
        ClusterName = cluster.Name;
        ServiceNames = OutputMaps.Join(fleet.ServiceNames);
        LogGroupNames = OutputMaps.Join(fleet.LogGroupNames);
        DashboardUrl = dashboard.Url;
        TrustStoreArn = trust.TrustStoreArn?.Apply(arn => (string?)arn) ?? Output.Create((string?)null);
        WebAclArn = firewall.Arn;
        AlarmTopicArn = topic.Arn;
        CaCertificates = authority.Bundle;
        ClientCertificates = OutputMaps.Join(clients.CertificatePems);
    }

    /// <summary>The address of the API.</summary>
    [Output("url")]
    public Output<string> Url { get; private set; }

    /// <summary>The load balancer's own DNS name, for a record outside Route 53.</summary>
    [Output("loadBalancerDnsName")]
    public Output<string> LoadBalancerDnsName { get; private set; }

    /// <summary>The hosted zone of <see cref="LoadBalancerDnsName"/>, for an alias record elsewhere.</summary>
    [Output("loadBalancerZoneId")]
    public Output<string> LoadBalancerZoneId { get; private set; }

    /// <summary>The VPC.</summary>
    [Output("vpcId")]
    public Output<string> VpcId { get; private set; }

    /// <summary>The public subnets, a zone each.</summary>
    [Output("publicSubnetIds")]
    public Output<ImmutableArray<string>> PublicSubnetIds { get; private set; }

    /// <summary>The private subnets, a zone each.</summary>
    [Output("privateSubnetIds")]
    public Output<ImmutableArray<string>> PrivateSubnetIds { get; private set; }

    /// <summary>Security groups by role: <c>alb</c>, <c>gateway</c>, <c>service-…</c>, <c>endpoints</c>.</summary>
    [Output("securityGroupIds")]
    public Output<ImmutableDictionary<string, string>> SecurityGroupIds { get; private set; }

    /// <summary>Where images are pushed, by image.</summary>
    [Output("repositoryUrls")]
    public Output<ImmutableDictionary<string, string>> RepositoryUrls { get; private set; }

    /// <summary>The ECS cluster.</summary>
    [Output("clusterName")]
    public Output<string> ClusterName { get; private set; }

    /// <summary>The ECS services, by image.</summary>
    [Output("serviceNames")]
    public Output<ImmutableDictionary<string, string>> ServiceNames { get; private set; }

    /// <summary>The services' log groups, by image.</summary>
    [Output("logGroupNames")]
    public Output<ImmutableDictionary<string, string>> LogGroupNames { get; private set; }

    /// <summary>The dashboard in the console.</summary>
    [Output("dashboardUrl")]
    public Output<string> DashboardUrl { get; private set; }

    /// <summary>The load balancer's trust store; absent in passthrough mode.</summary>
    [Output("trustStoreArn")]
    public Output<string?> TrustStoreArn { get; private set; }

    /// <summary>The web ACL.</summary>
    [Output("webAclArn")]
    public Output<string> WebAclArn { get; private set; }

    /// <summary>The topic of the alarms, for further subscribers.</summary>
    [Output("alarmTopicArn")]
    public Output<string> AlarmTopicArn { get; private set; }

    /// <summary>The trusted CA certificates, PEM; public.</summary>
    [Output("caCertificates")]
    public Output<string> CaCertificates { get; private set; }

    /// <summary>The clients' certificates, PEM, by client; public.</summary>
    [Output("clientCertificates")]
    public Output<ImmutableDictionary<string, string>> ClientCertificates { get; private set; }
}
