using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;

namespace SecureApi.Edge;

/// <summary>
/// The application load balancer: port 80 only redirects, port 443 ends TLS, checks the client's certificate and forwards
/// to the gateway over HTTPS.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html"/>
public sealed class PublicLoadBalancer : ComponentResource
{
    /// <summary>Declares the load balancer, its target group and its listeners.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Network, certificate and settings.</param>
    /// <param name="options">Parent and providers.</param>
    public PublicLoadBalancer(string name, PublicLoadBalancerArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:edge:PublicLoadBalancer", name, options)
    {
        var loadBalancer = LoadBalancer(name, args);
        var targets = GatewayTargetGroup.Declare($"{name}-gw", args, this);
        var redirect = RedirectListener.Declare($"{name}-http", loadBalancer, this);
        var https = HttpsListener.Declare($"{name}-https", loadBalancer, args, this);
        var alternate = args.Deployment.ShiftsTraffic ? GatewayTargetGroup.Declare($"{name}-gw2", args, this) : null;
        var routes = new GatewayRoutes($"{name}-https", https, args.Deployment, this);
        var production = routes.Production(targets);
        var test = alternate is null ? null : routes.Test(alternate);

        Arn = loadBalancer.Arn;
        ArnSuffix = loadBalancer.ArnSuffix;
        DnsName = loadBalancer.DnsName;
        ZoneId = loadBalancer.ZoneId;
        TargetGroupArn = targets.Arn;
        TargetGroupArnSuffix = targets.ArnSuffix;
        AlternateTargetGroupArn = alternate?.Arn;
        AlternateTargetGroupArnSuffix = alternate?.ArnSuffix;
        ProductionRuleArn = production.Arn;
        TestRuleArn = test?.Arn;
        Listeners = test is null ? [redirect, https, production] : [redirect, https, production, test];
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn, ["dnsName"] = DnsName });
    }

    /// <summary>The load balancer's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The part of the ARN that CloudWatch uses as a dimension: <c>app/name/id</c>.</summary>
    public Output<string> ArnSuffix { get; }

    /// <summary>The DNS name, the target of an alias record.</summary>
    public Output<string> DnsName { get; }

    /// <summary>The hosted zone of <see cref="DnsName"/>.</summary>
    public Output<string> ZoneId { get; }

    /// <summary>The gateway's target group.</summary>
    public Output<string> TargetGroupArn { get; }

    /// <summary>The part of the target group's ARN that CloudWatch uses: <c>targetgroup/name/id</c>.</summary>
    public Output<string> TargetGroupArnSuffix { get; }

    /// <summary>The target group that the gateway's next revision fills; null when tasks are replaced one by one.</summary>
    public Output<string>? AlternateTargetGroupArn { get; }

    /// <summary>The part of that target group's ARN that CloudWatch uses.</summary>
    public Output<string>? AlternateTargetGroupArnSuffix { get; }

    /// <summary>The rule that sends every request to the gateway.</summary>
    public Output<string> ProductionRuleArn { get; }

    /// <summary>The rule that sends requests with the test header to the next revision; null without a test header.</summary>
    public Output<string>? TestRuleArn { get; }

    /// <summary>The listeners and their rules: ECS refuses a service whose target group no listener uses.</summary>
    public IReadOnlyList<Resource> Listeners { get; }

    private LoadBalancer LoadBalancer(string name, PublicLoadBalancerArgs args)
    {
        var settings = args.Settings;
        var balancer = new LoadBalancerArgs
        {
            LoadBalancerType = "application",
            Internal = false,
            IpAddressType = args.DualStack ? "dualstack" : "ipv4",
            Subnets = args.SubnetIds,
            SecurityGroups = { args.SecurityGroupId },
            DropInvalidHeaderFields = true,
            DesyncMitigationMode = "strictest",
            EnableDeletionProtection = settings.DeletionProtection,
            EnableHttp2 = true,
            EnableZonalShift = true,
            IdleTimeout = settings.IdleTimeoutSeconds,
            PreserveHostHeader = true,
            XffHeaderProcessingMode = "append",
        };
        var waitFor = new List<Resource>(args.Routes);
        if (args.Logs is { } logs)
        {
            balancer.AccessLogs = new LoadBalancerAccessLogsArgs
            {
                Enabled = true,
                Bucket = logs.BucketName,
                Prefix = EdgeLogs.AccessPrefix,
            };
            balancer.ConnectionLogs = new LoadBalancerConnectionLogsArgs
            {
                Enabled = true,
                Bucket = logs.BucketName,
                Prefix = EdgeLogs.ConnectionPrefix,
            };
            waitFor.AddRange(logs.Ready);
        }

        return new LoadBalancer($"{name}-alb", balancer, new CustomResourceOptions
        {
            Parent = this,
            DependsOn = { waitFor.ToArray() },
        });
    }
}
