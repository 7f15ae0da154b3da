using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Inputs;
using SecureApi.CloudWatch;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecr;
using SecureApi.Ecs;
using SecureApi.Gateway;
using SecureApi.GitHubActions;
using SecureApi.Kms;
using SecureApi.LoadBalancing;
using SecureApi.Network;
using SecureApi.PrivateCa;
using SecureApi.SecurityGroups;
using SecureApi.Waf;

namespace SecureApi;

/// <summary>
/// The cloud: a load balancer with mutual TLS and AWS WAF in public subnets, an Nginx gateway and the APIs on Fargate in
/// private subnets, and what they need. Each private method declares one area of the architecture.
/// </summary>
public sealed class SecureApiStack : Stack
{
    private readonly StackConfig _config;
    private readonly ResourceNames _names;
    private readonly ProviderResource _aws;

    /// <summary>The gateway and every service, in the order in which people read them.</summary>
    private readonly ImmutableArray<string> _images;

    /// <summary>Whether a destroy may delete data: in a development stack only.</summary>
    private readonly bool _disposable;

    /// <summary>Declares the stack.</summary>
    /// <param name="config">Validated configuration.</param>
    /// <param name="options">Transformations of an observer, such as the offline preview.</param>
    public SecureApiStack(StackConfig config, StackOptions? options = null)
        : base(DeletionProtection.Over(config, options))
    {
        _config = config;
        _names = new ResourceNames(config.Project, config.Stack);
        _images = [GatewayContract.Name, .. config.Services.Keys];
        _disposable = config.Environment == DeploymentEnvironment.Dev;
        _aws = AwsProvider();

        var (network, groups, serviceAccess) = Network();
        var (boundary, pipeline) = GitHubActions(network);
        var key = EncryptionKey(network);
        var flowLogs = FlowLogs(network, key, boundary);
        var logs = AccessLogs(network);
        var ca = PrivateCa(network, key, logs);
        var discovery = ServiceDiscovery(network);
        var gateway = GatewayEnvironment(ca, discovery, key);
        var webAcl = Firewall(key);
        var (certificate, loadBalancer) = LoadBalancing(network, groups, ca.TrustStore, ca.Revocations, gateway, webAcl, logs);
        DnsRecords(loadBalancer);
        var metrics = Metrics(loadBalancer, webAcl, certificate);
        var topic = AlarmTopic(network, key);
        var repositories = Repositories(key);
        var cluster = Cluster(key);
        var services = Services(network, groups, serviceAccess, cluster, repositories, discovery, gateway, loadBalancer, metrics, topic, key, boundary);
        var dashboard = Monitoring(network, flowLogs, webAcl, metrics, topic, services);

        Url = Output.Create($"https://{config.Edge.Domain}");
        LoadBalancerDnsName = loadBalancer.DnsName;
        LoadBalancerZoneId = loadBalancer.ZoneId;
        VpcId = network.VpcId;
        PublicSubnetIds = Output.All(network.PublicSubnetIds);
        PrivateSubnetIds = Output.All(network.PrivateSubnetIds);
        SecurityGroupIds = Join(groups.Ids);
        RepositoryUrls = Join(repositories.Urls);
        ClusterName = cluster.Name;
        ServiceNames = Join(services.ServiceNames);
        TaskDefinitionArns = Join(services.TaskDefinitionArns);
        LogGroupNames = Join(services.LogGroupNames);
        DashboardUrl = dashboard.Url;
        TrustStoreArn = OrNull(ca.TrustStore.TrustStoreArn);
        WebAclArn = webAcl.Arn;
        AlarmTopicArn = topic.Arn;
        CaCertificates = ca.Authority.Bundle;
        RevocationLists = OrNull(ca.Revocations?.Bundle);
        ClientCertificates = Join(ca.Clients.CertificatePems);
        ClientSecretArns = Join(ca.Clients.SecretArns);
        PreviewRoleArn = OrNull(pipeline?.PreviewRoleArn);
        DeployRoleArn = OrNull(pipeline?.DeployRoleArn);
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

    /// <summary>The ECS services, by image; of images that have a digest.</summary>
    [Output("serviceNames")]
    public Output<ImmutableDictionary<string, string>> ServiceNames { get; private set; }

    /// <summary>What each ECS service runs, with its revision, by image: after a rollback, ECS runs another.</summary>
    [Output("taskDefinitionArns")]
    public Output<ImmutableDictionary<string, string>> TaskDefinitionArns { get; private set; }

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

    /// <summary>The revocation lists, PEM, one for each trusted CA; public. Absent without <c>mtls.crl</c>.</summary>
    [Output("revocationLists")]
    public Output<string?> RevocationLists { get; private set; }

    /// <summary>The clients' certificates, PEM, by client; public.</summary>
    [Output("clientCertificates")]
    public Output<ImmutableDictionary<string, string>> ClientCertificates { get; private set; }

    /// <summary>Secrets with the key and the certificate of clients whose keys the stack makes, by client.</summary>
    [Output("clientSecretArns")]
    public Output<ImmutableDictionary<string, string>> ClientSecretArns { get; private set; }

    /// <summary>The role of previews in GitHub Actions; absent without <c>github</c> settings.</summary>
    [Output("previewRoleArn")]
    public Output<string?> PreviewRoleArn { get; private set; }

    /// <summary>The role of deployments in GitHub Actions; absent without <c>github</c> settings.</summary>
    [Output("deployRoleArn")]
    public Output<string?> DeployRoleArn { get; private set; }

    /// <summary>The configured region, and the standard tags on everything that can carry tags.</summary>
    private Pulumi.Aws.Provider AwsProvider()
    {
        var tags = new InputMap<string>();
        foreach (var (name, value) in StandardTags.For(_config)) tags.Add(name, value);
        return new Pulumi.Aws.Provider("aws", new Pulumi.Aws.ProviderArgs
        {
            Region = _config.Region.Name,
            DefaultTags = new ProviderDefaultTagsArgs { Tags = tags },
        });
    }

    /// <summary>VPC, subnets, NAT gateways, security groups and VPC endpoints; and the resources by which tasks reach AWS.</summary>
    private (VpcNetwork Network, StackSecurityGroups Groups, ImmutableArray<Resource> ServiceAccess) Network()
    {
        var network = new VpcNetwork(_names.Base, new VpcNetworkArgs { Settings = _config.Network, Region = _config.Region }, Root());
        var s3 = new S3GatewayEndpoint(_names.Base, new S3GatewayEndpointArgs { Network = network, Region = _config.Region }, Root());
        var groups = new StackSecurityGroups(_names.Base, new StackSecurityGroupsArgs
        {
            VpcId = network.VpcId,
            Flows = AllowedConnections.For(_config, s3.PrefixListId),
        }, Root());
        if (_config.Network.InterfaceEndpoints.IsEmpty) return (network, groups, [network, s3, groups]);

        var endpoints = new VpcEndpoints(_names.Base, new VpcEndpointsArgs
        {
            Network = network,
            Region = _config.Region,
            Interfaces = _config.Network.InterfaceEndpoints,
            SecurityGroupId = groups.Find(Peer.Endpoints),
            DependsOn = [groups],
            AccountId = network.AccountId,
        }, Root());
        return (network, groups, [network, s3, groups, endpoints]);
    }

    /// <summary>The roles of GitHub Actions, and the boundary of every role that they make; none without a repository.</summary>
    private (PermissionsBoundary? Boundary, GitHubActionsRoles? Roles) GitHubActions(VpcNetwork network)
    {
        if (_config.Github.Repository is not { } repository) return (null, null);

        var boundary = new PermissionsBoundary(_names.Base, new PermissionsBoundaryArgs
        {
            AccountId = network.AccountId,
            Region = _config.Region,
            Names = _names,
        }, Root());
        var roles = new GitHubActionsRoles(_names.Base, new GitHubActionsRolesArgs
        {
            Repository = repository,
            Settings = _config.Github,
            AccountId = network.AccountId,
            Region = _config.Region,
            Names = _names,
            HostedZoneId = _config.Edge.HostedZoneId,
            BoundaryArn = boundary.Arn,
        }, Root());
        return (boundary, roles);
    }

    /// <summary>The customer-managed key of logs, secrets, images and alarms.</summary>
    private KmsKey EncryptionKey(VpcNetwork network) => new(_names.Base, new KmsKeyArgs
    {
        Alias = _names.KeyAlias,
        AccountId = network.AccountId,
        Region = _config.Region,
        LogGroups = [$"{_names.LogGroupPrefix}*", _names.WafLogGroup, _names.ContainerInsightsLogGroup],
    }, Root());

    private FlowLogs? FlowLogs(VpcNetwork network, KmsKey key, PermissionsBoundary? boundary) =>
        !_config.Network.FlowLogs.Enabled ? null : new FlowLogs(_names.Base, new FlowLogsArgs
        {
            Settings = _config.Network.FlowLogs,
            VpcId = network.VpcId,
            AccountId = network.AccountId,
            LogGroupName = _names.LogGroup("vpc-flow"),
            KeyArn = key.Arn,
            Region = _config.Region,
            PermissionsBoundary = boundary?.Arn,
        }, Root());

    /// <summary>The bucket of the load balancer's and its trust store's logs; null where they are switched off.</summary>
    private AccessLogs? AccessLogs(VpcNetwork network) => !_config.Edge.Logs.Enabled ? null : new AccessLogs(_names.Base, new AccessLogsArgs
    {
        Settings = _config.Edge.Logs,
        AccountId = network.AccountId,
        Region = _config.Region,
        TrustStoreBucket = TrustStore.BucketLabel(_names.Base),
        ForceDestroy = _disposable,
    }, Root());

    /// <summary>The private CA, the load balancer's trust store, the clients' certificates and their revocation lists.</summary>
    private (CertificateAuthority Authority, TrustStore TrustStore, ClientCertificates Clients, RevocationLists? Revocations) PrivateCa(
        VpcNetwork network, KmsKey key, AccessLogs? logs)
    {
        var mtls = _config.Mtls;
        var authority = new CertificateAuthority(_names.Base, new CertificateAuthorityArgs { Settings = mtls.Ca }, Root());
        var trustStore = new TrustStore(_names.Base, new TrustStoreArgs
        {
            CertificatesPem = authority.Bundle,
            AccountId = network.AccountId,
            WithTrustStore = mtls.Mode == MutualTlsMode.Verify,
            RequestLog = logs?.OfTrustStore,
            ForceDestroy = _disposable,
        }, Root());
        var clients = new ClientCertificates(_names.Base, new ClientCertificatesArgs
        {
            Clients = mtls.Clients,
            Revoked = mtls.RevokedNames,
            Issuer = authority.Issuer,
            KeyArn = key.Arn,
        }, Root());
        var revocations = mtls.Crl is null ? null : new RevocationLists(_names.Base, new RevocationListsArgs
        {
            Settings = mtls.Crl,
            Revocations = mtls.Revocations,
            Authority = authority,
            ClientCertificates = clients.CertificatePems,
            Trust = trustStore,
        }, Root());
        return (authority, trustStore, clients, revocations);
    }

    /// <summary>The private DNS names by which the gateway finds the services.</summary>
    private ServiceDiscovery ServiceDiscovery(VpcNetwork network) => new(_names.Base, new ServiceDiscoveryArgs
    {
        Namespace = _names.DnsNamespace,
        VpcId = network.VpcId,
        Services = [.. _config.Services.Keys],
    }, Root());

    /// <summary>The gateway's server certificate, environment and secrets.</summary>
    private GatewayEnvironment GatewayEnvironment(
        (CertificateAuthority Authority, TrustStore TrustStore, ClientCertificates Clients, RevocationLists? Revocations) ca,
        ServiceDiscovery discovery,
        KmsKey key)
    {
        var certificate = new ServerCertificate(_names.Base, new ServerCertificateArgs
        {
            Settings = _config.Mtls.Server,
            Issuer = ca.Authority.Issuer,
            DnsName = $"{GatewayContract.Name}.{_names.DnsNamespace}",
        }, Root());
        return new GatewayEnvironment(_names.Base, new GatewayEnvironmentArgs
        {
            Settings = _config.Gateway,
            MutualTls = _config.Mtls,
            CaBundle = ca.Authority.Bundle,
            RevocationLists = ca.Revocations?.Bundle,
            Certificate = certificate,
            Upstreams = [.. _config.Services.Select(service => new Upstream(
                service.Key, discovery.HostName(service.Key), Port: null, service.Value.PathPrefix))],
            Domain = _config.Edge.Domain,
            Resolver = _config.Network.Cidr.ResolverAddress(),
            IdleTimeoutSeconds = _config.Edge.IdleTimeoutSeconds,
            KeyArn = key.Arn,
        }, Root());
    }

    /// <summary>The public certificate and the load balancer.</summary>
    private (AcmCertificate Certificate, ApplicationLoadBalancer LoadBalancer) LoadBalancing(
        VpcNetwork network,
        StackSecurityGroups groups,
        TrustStore trustStore,
        RevocationLists? revocations,
        GatewayEnvironment gateway,
        WebAcl webAcl,
        AccessLogs? logs)
    {
        var certificate = new AcmCertificate(_names.Base, new AcmCertificateArgs { Settings = _config.Edge }, Root());
        var loadBalancer = new ApplicationLoadBalancer(_names.Base, new ApplicationLoadBalancerArgs
        {
            Settings = _config.Edge,
            VpcId = network.VpcId,
            SubnetIds = network.PublicSubnetIds,
            DualStack = _config.Network.Ipv6,
            SecurityGroupId = groups[Peer.LoadBalancer],
            CertificateArn = certificate.Arn,
            MutualTls = _config.Mtls.Mode,
            TrustStoreArn = trustStore.TrustStoreArn,
            Revocations = revocations?.Published ?? [],
            Firewall = webAcl,
            CertificateHeader = gateway.CertificateHeader,
            Deployment = _config.Gateway.Deployment,
            Logs = logs,
            Routes = network.PublicRoutes,
        }, Root());
        return (certificate, loadBalancer);
    }

    /// <summary>The web ACL, which the load balancer is associated with before it listens.</summary>
    private WebAcl Firewall(KmsKey key) => new(_names.Base, new WebAclArgs
    {
        Settings = _config.Waf,
        AclName = _names.WebAcl,
        LogGroupName = _names.WafLogGroup,
        RetentionDays = _config.Logs.RetentionDays,
        KeyArn = key.Arn,
    }, Root());

    private void DnsRecords(ApplicationLoadBalancer loadBalancer)
    {
        if (_config.Edge.HostedZoneId is not { } zone) return;

        new DnsRecords(_names.Base, new DnsRecordsArgs
        {
            Domain = _config.Edge.Domain,
            HostedZoneId = zone,
            LoadBalancer = loadBalancer,
            DualStack = _config.Network.Ipv6,
        }, Root());
    }

    /// <summary>The metrics that alarms and the dashboard refer to; declares nothing.</summary>
    private StackMetrics Metrics(ApplicationLoadBalancer loadBalancer, WebAcl webAcl, AcmCertificate certificate) => new(new StackMetricsArgs
    {
        Names = _names,
        RegionName = _config.Region.Name,
        LoadBalancerSuffix = loadBalancer.ArnSuffix,
        TargetGroupSuffix = loadBalancer.TargetGroupArnSuffix,
        AlternateTargetGroupSuffix = loadBalancer.AlternateTargetGroupArnSuffix,
        WebAclName = webAcl.Name,
        CertificateArn = certificate.Arn,
    });

    private AlarmTopic AlarmTopic(VpcNetwork network, KmsKey key) => new(_names.Base, new AlarmTopicArgs
    {
        Settings = _config.Alarms,
        KeyArn = key.Arn,
        AccountId = network.AccountId,
        Region = _config.Region,
    }, Root());

    private EcrRepositories Repositories(KmsKey key) => new(_names.Base, new EcrRepositoriesArgs
    {
        Images = _images,
        Names = _names,
        KeyArn = key.Arn,
        ForceDelete = _disposable,
    }, Root());

    private EcsCluster Cluster(KmsKey key) => new(_names.Base, new EcsClusterArgs
    {
        ClusterName = _names.Cluster,
        InsightsLogGroupName = _names.ContainerInsightsLogGroup,
        RetentionDays = _config.Logs.RetentionDays,
        KeyArn = key.Arn,
    }, Root());

    /// <summary>The gateway and the APIs on Fargate, with the alarms that roll a deployment back.</summary>
    private EcsServices Services(
        VpcNetwork network,
        StackSecurityGroups groups,
        ImmutableArray<Resource> serviceAccess,
        EcsCluster cluster,
        EcrRepositories repositories,
        ServiceDiscovery discovery,
        GatewayEnvironment gateway,
        ApplicationLoadBalancer loadBalancer,
        StackMetrics metrics,
        AlarmTopic topic,
        KmsKey key,
        PermissionsBoundary? boundary)
    {
        var alarms = new DeploymentAlarms(_names.Base, new DeploymentAlarmsArgs
        {
            Metrics = metrics,
            Settings = _config.Alarms,
            Services = [.. _config.Services.Keys],
            Topic = topic,
        }, Root());
        return new EcsServices(_names.Base, new EcsServicesArgs
        {
            Settings = _config,
            Names = _names,
            Network = network,
            ServiceAccess = serviceAccess,
            SecurityGroups = groups,
            Cluster = cluster,
            Repositories = repositories.Repositories,
            Directory = discovery,
            Gateway = gateway,
            LoadBalancer = loadBalancer,
            Alarms = alarms,
            KeyArn = key.Arn,
            PermissionsBoundary = boundary?.Arn,
        }, Root());
    }

    /// <summary>Metrics from logs, alarms, saved queries and the dashboard.</summary>
    private StackDashboard Monitoring(
        VpcNetwork network, FlowLogs? flowLogs, WebAcl webAcl, StackMetrics metrics, AlarmTopic topic, EcsServices services)
    {
        var withRevocationLists = _config.Mtls.Crl is not null;
        var gatewayLogs = services.Gateway.LogGroupName;
        new GatewayMetrics(_names.Base, new GatewayMetricsArgs { Names = _names, LogGroupName = gatewayLogs }, Root());
        new ExpiryMetrics(_names.Base, new ExpiryMetricsArgs
        {
            Names = _names,
            LogGroupName = gatewayLogs,
            WithRevocationLists = withRevocationLists,
        }, Root());
        new MetricAlarms(_names.Base, new MetricAlarmsArgs
        {
            Names = _names,
            Topic = topic,
            Alarms =
            [
                .. LoadBalancerAlarms.For(
                    metrics, _config.Alarms, network.NatGateways, webAcl.CountingRules, HasImage(GatewayContract.Name), webAcl.LogGroupName is not null),
                .. ExpiryAlarms.For(metrics, withRevocationLists),
                .. ServiceAlarms.For(GatewayContract.Name, _config.Gateway, HasImage(GatewayContract.Name), metrics, _config.Alarms),
                .. _config.Services.SelectMany(service => ServiceAlarms.For(service.Key, service.Value, HasImage(service.Key), metrics, _config.Alarms)),
            ],
        }, Root());
        new SavedQueries(_names.Base, new SavedQueriesArgs
        {
            Names = _names,
            GatewayLogGroup = gatewayLogs,
            FirewallLogGroup = webAcl.LogGroupName,
            FlowLogGroup = flowLogs?.LogGroupName,
        }, Root());
        return new StackDashboard(_names.Base, new StackDashboardArgs
        {
            Metrics = metrics,
            Services = _images,
            FirewallRules = webAcl.RuleMetrics,
            NatGateways = network.NatGateways,
            WithRevocationLists = withRevocationLists,
            RegionName = _config.Region.Name,
        }, Root());
    }

    /// <summary>Whether the gateway or a service runs tasks: without an image there is nothing to run, nor to miss.</summary>
    private bool HasImage(string service) => _config.Images.ContainsKey(service);

    /// <summary>Options of a component of the stack. New each time, because Pulumi completes them in place.</summary>
    private ComponentResourceOptions Root() => new() { Providers = { _aws } };

    private static Output<ImmutableDictionary<string, string>> Join(ImmutableSortedDictionary<string, Output<string>> outputs) =>
        outputs.Join().Apply(values => values.ToImmutableDictionary(StringComparer.Ordinal));

    /// <summary>An output of the stack that some configurations do not have.</summary>
    private static Output<string?> OrNull(Output<string>? output) => output?.Apply(value => (string?)value) ?? Output.Create((string?)null);
}
