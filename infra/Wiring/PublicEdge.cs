using SecureApi.Edge;
using SecureApi.SecurityGroups;
using SecureApi.Waf;

namespace SecureApi.Wiring;

/// <summary>What clients meet: certificate, load balancer, firewall, DNS records.</summary>
internal sealed class PublicEdge
{
    public PublicEdge(StackContext context, Foundation foundation, Identity identity)
    {
        var settings = context.Settings;
        Certificate = new EdgeCertificate(
            context.Name, new EdgeCertificateArgs { Settings = settings.Edge }, context.Options());
        LoadBalancer = DeclareLoadBalancer(context, foundation, identity);
        Firewall = new WebFirewall(context.Name, new WebFirewallArgs
        {
            Settings = settings.Waf,
            AclName = context.Names.WebAcl,
            LoadBalancerArn = LoadBalancer.Arn,
            LogGroupName = context.Names.WafLogGroup,
            RetentionDays = settings.Logs.RetentionDays,
            KeyArn = foundation.Key.Arn,
        }, context.Options());
        if (settings.Edge.HostedZoneId is not { } zone) return;

        new AliasRecords(context.Name, new AliasRecordsArgs
        {
            Domain = settings.Edge.Domain,
            HostedZoneId = zone,
            LoadBalancer = LoadBalancer,
            DualStack = settings.Network.Ipv6,
        }, context.Options());
    }

    public EdgeCertificate Certificate { get; }

    public PublicLoadBalancer LoadBalancer { get; }

    public WebFirewall Firewall { get; }

    private PublicLoadBalancer DeclareLoadBalancer(StackContext context, Foundation foundation, Identity identity)
    {
        var settings = context.Settings;
        var logs = settings.Edge.Logs.Enabled
            ? new EdgeLogs(context.Name, new EdgeLogsArgs
            {
                Settings = settings.Edge.Logs,
                AccountId = foundation.AccountId,
                Region = context.Region,
                ForceDestroy = context.Disposable,
            }, context.Options())
            : null;
        return new PublicLoadBalancer(context.Name, new PublicLoadBalancerArgs
        {
            Settings = settings.Edge,
            VpcId = foundation.Network.VpcId,
            SubnetIds = foundation.Network.PublicSubnetIds,
            DualStack = settings.Network.Ipv6,
            SecurityGroupId = foundation.Groups[Peer.LoadBalancer],
            CertificateArn = Certificate.Arn,
            MutualTls = settings.Mtls.Mode,
            TrustStoreArn = identity.Trust.TrustStoreArn,
            CertificateHeader = identity.Gateway.CertificateHeader,
            GatewayPort = settings.Gateway.Port,
            Deployment = settings.Gateway.Deployment,
            Logs = logs,
            Routes = foundation.Network.PublicRoutes,
        }, context.Options());
    }
}
