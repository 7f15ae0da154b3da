using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;
using SecureApi.Wiring;

namespace SecureApi;

/// <summary>
/// The whole stack: its parts in the order in which one needs another, and what it tells the outside. Each part wires
/// components that have a folder of their own.
/// </summary>
public sealed class SecureApiStack : Stack
{
    /// <summary>Declares the stack.</summary>
    /// <param name="settings">Validated settings.</param>
    /// <param name="options">Transformations of an observer, such as the offline preview.</param>
    public SecureApiStack(StackConfig settings, StackOptions? options = null)
        : base(options)
    {
        var context = new StackContext(settings);
        var foundation = new Foundation(context);
        var identity = new Identity(context, foundation);
        var edge = new PublicEdge(context, foundation, identity);
        var workloads = new Workloads(context, foundation, identity, edge);
        var watch = new Watch(context, foundation, edge, workloads);

        Url = Output.Create($"https://{settings.Edge.Domain}");
        LoadBalancerDnsName = edge.LoadBalancer.DnsName;
        LoadBalancerZoneId = edge.LoadBalancer.ZoneId;
        VpcId = foundation.Network.VpcId;
        PublicSubnetIds = Output.All(foundation.Network.PublicSubnetIds);
        PrivateSubnetIds = Output.All(foundation.Network.PrivateSubnetIds);
        SecurityGroupIds = OutputMaps.Join(foundation.Groups.Ids);
        RepositoryUrls = OutputMaps.Join(workloads.Repositories.Urls);
        ClusterName = workloads.Cluster.Name;
        ServiceNames = OutputMaps.Join(workloads.Fleet.ServiceNames);
        LogGroupNames = OutputMaps.Join(workloads.Fleet.LogGroupNames);
        DashboardUrl = watch.Dashboard.Url;
        TrustStoreArn = OutputMaps.OrNull(identity.Trust.TrustStoreArn);
        WebAclArn = edge.Firewall.Arn;
        AlarmTopicArn = workloads.Topic.Arn;
        CaCertificates = identity.Authority.Bundle;
        RevocationLists = identity.Revocations?.Bundle.Apply(lists => (string?)lists) ?? Output.Create((string?)null);
        ClientCertificates = OutputMaps.Join(identity.Clients.CertificatePems);
        ClientSecretArns = OutputMaps.Join(identity.Clients.SecretArns);
        PreviewRoleArn = OutputMaps.OrNull(foundation.Pipeline?.PreviewRoleArn);
        DeployRoleArn = OutputMaps.OrNull(foundation.Pipeline?.DeployRoleArn);
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
}
