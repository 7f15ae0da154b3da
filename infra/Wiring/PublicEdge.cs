using SecureApi.LoadBalancing;
using SecureApi.SecurityGroups;
using SecureApi.Waf;

namespace SecureApi.Wiring;

/// <summary>What clients meet: certificate, load balancer, firewall, DNS records.</summary>
internal sealed class PublicEdge
{
    public PublicEdge(StackContext context, Foundation foundation, Identity identity)
    {
        var settings = context.Settings;
        Certificate = new AcmCertificate(
            context.Name, new AcmCertificateArgs { Settings = settings.Edge }, context.Options());
        Firewall = new WebAcl(context.Name, new WebAclArgs
        {
            Settings = settings.Waf,
            AclName = context.Names.WebAcl,
            LogGroupName = context.Names.WafLogGroup,
            RetentionDays = settings.Logs.RetentionDays,
            KeyArn = foundation.Key.Arn,
        }, context.Options());
        LoadBalancer = DeclareLoadBalancer(context, foundation, identity);
        if (settings.Edge.HostedZoneId is not { } zone) return;

        new DnsRecords(context.Name, new DnsRecordsArgs
        {
            Domain = settings.Edge.Domain,
            HostedZoneId = zone,
            LoadBalancer = LoadBalancer,
            DualStack = settings.Network.Ipv6,
        }, context.Options());
    }

    public AcmCertificate Certificate { get; }

    public ApplicationLoadBalancer LoadBalancer { get; }

    public WebAcl Firewall { get; }

    private ApplicationLoadBalancer DeclareLoadBalancer(StackContext context, Foundation foundation, Identity identity)
    {
        var settings = context.Settings;
        var logs = settings.Edge.Logs.Enabled
            ? new AccessLogs(context.Name, new AccessLogsArgs
            {
                Settings = settings.Edge.Logs,
                AccountId = foundation.AccountId,
                Region = context.Region,
                ForceDestroy = context.Disposable,
            }, context.Options())
            : null;
        return new ApplicationLoadBalancer(context.Name, new ApplicationLoadBalancerArgs
        {
            Settings = settings.Edge,
            VpcId = foundation.Network.VpcId,
            SubnetIds = foundation.Network.PublicSubnetIds,
            DualStack = settings.Network.Ipv6,
            SecurityGroupId = foundation.Groups[Peer.LoadBalancer],
            CertificateArn = Certificate.Arn,
            MutualTls = settings.Mtls.Mode,
            TrustStoreArn = identity.Trust.TrustStoreArn,
            Revocations = identity.Revocations?.Published ?? [],
            Firewall = Firewall,
            CertificateHeader = identity.Gateway.CertificateHeader,
            GatewayPort = settings.Gateway.Port,
            Deployment = settings.Gateway.Deployment,
            Logs = logs,
            Routes = foundation.Network.PublicRoutes,
        }, context.Options());
    }
}
