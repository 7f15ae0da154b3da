using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;
using SecureApi.Ecs;
using SecureApi.Gateway;
using SecureApi.PrivateCa;
using SecureApi.Waf;

namespace SecureApi.LoadBalancing;

/// <summary>
/// The application load balancer: port 80 only redirects, port 443 ends TLS, checks the client's certificate and forwards
/// to the gateway over HTTPS.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html"/>
public sealed class ApplicationLoadBalancer : ComponentResource
{
    /// <summary>Declares the load balancer, its target group and its listeners.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Network, certificate and settings.</param>
    /// <param name="options">Parent and providers.</param>
    public ApplicationLoadBalancer(string name, ApplicationLoadBalancerArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:load-balancing:ApplicationLoadBalancer", name, options)
    {
        var loadBalancer = LoadBalancer(name, args);
        var targets = GatewayTargetGroup.Declare($"{name}-gw", args, this);
        var guard = args.Firewall.Protect(name, loadBalancer.Arn);
        var redirect = RedirectListener.Declare($"{name}-http", loadBalancer, guard, this);
        var https = HttpsListener.Declare($"{name}-https", loadBalancer, guard, args, this);
        var alternate = args.Deployment.ShiftsTraffic ? GatewayTargetGroup.Declare($"{name}-gw2", args, this) : null;
        var routes = new ListenerRules($"{name}-https", https, args.Deployment, this);
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
        Listeners = test is null ? [redirect, https, routes.OwnPaths, production] : [redirect, https, routes.OwnPaths, production, test];
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

    private LoadBalancer LoadBalancer(string name, ApplicationLoadBalancerArgs args)
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
                Prefix = AccessLogs.AccessPrefix,
            };
            balancer.ConnectionLogs = new LoadBalancerConnectionLogsArgs
            {
                Enabled = true,
                Bucket = logs.BucketName,
                Prefix = AccessLogs.ConnectionPrefix,
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

/// <summary>The arguments of <see cref="ApplicationLoadBalancer"/>.</summary>
public sealed record ApplicationLoadBalancerArgs
{
    /// <summary>TLS policy, time-outs, protection.</summary>
    public required EdgeConfig Settings { get; init; }

    /// <summary>The VPC of the targets.</summary>
    public required Output<string> VpcId { get; init; }

    /// <summary>The public subnets, a zone each.</summary>
    public required ImmutableArray<Output<string>> SubnetIds { get; init; }

    /// <summary>Whether clients may come by IPv6.</summary>
    public required bool DualStack { get; init; }

    /// <summary>The load balancer's security group.</summary>
    public required Output<string> SecurityGroupId { get; init; }

    /// <summary>The public certificate.</summary>
    public required Output<string> CertificateArn { get; init; }

    /// <summary>How client certificates are treated.</summary>
    public required MutualTlsMode MutualTls { get; init; }

    /// <summary>The trust store; needed in <see cref="MutualTlsMode.Verify"/>.</summary>
    public required Output<string>? TrustStoreArn { get; init; }

    /// <summary>The trust store's revocation lists: a listener without them would let revoked certificates in.</summary>
    public required ImmutableArray<Resource> Revocations { get; init; }

    /// <summary>The firewall before the load balancer.</summary>
    public required WebAcl Firewall { get; init; }

    /// <summary>The name of the header in which the gateway gets the client's certificate.</summary>
    public required Output<string> CertificateHeader { get; init; }

    /// <summary>Whether deployments of the gateway swap target groups.</summary>
    public required DeploymentConfig Deployment { get; init; }

    /// <summary>The bucket of the logs; null without logs.</summary>
    public required AccessLogs? Logs { get; init; }

    /// <summary>What must exist first: routes to the internet.</summary>
    public required ImmutableArray<Resource> Routes { get; init; }
}

/// <summary>The gateway's tasks as targets, reached and checked over HTTPS.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"/>
internal static class GatewayTargetGroup
{
    /// <summary>
    /// Shorter than the gateway's stop time-out: a task is asked to stop once it gets no new requests, and finishes those
    /// that it has.
    /// </summary>
    private const int DeregistrationSeconds = 30;

    /// <summary>
    /// Never used, but AWS wants one: ECS registers every task with its own port, and that one is checked. A setting here would
    /// replace the group when it changes, and clients would meet an empty one.
    /// </summary>
    private const int DefaultPort = 443;

    private const int HealthIntervalSeconds = 10;
    private const int HealthTimeoutSeconds = 5;
    private const int HealthyAfter = 2;
    private const int UnhealthyAfter = 3;

    public static TargetGroup Declare(string name, ApplicationLoadBalancerArgs args, ComponentResource parent) =>
        new(name, new TargetGroupArgs
        {
            VpcId = args.VpcId,
            TargetType = "ip",
            Protocol = "HTTPS",
            ProtocolVersion = "HTTP1",
            Port = DefaultPort,
            LoadBalancingAlgorithmType = "least_outstanding_requests",
            DeregistrationDelay = DeregistrationSeconds,
            HealthCheck = new TargetGroupHealthCheckArgs
            {
                Enabled = true,
                Protocol = "HTTPS",
                Path = GatewayContract.HealthPath,
                Port = "traffic-port",
                Matcher = "200",
                Interval = HealthIntervalSeconds,
                Timeout = HealthTimeoutSeconds,
                HealthyThreshold = HealthyAfter,
                UnhealthyThreshold = UnhealthyAfter,
            },
        }, new CustomResourceOptions { Parent = parent });
}

/// <summary>
/// Port 443: TLS and the client's certificate. What goes where is in <see cref="ListenerRules"/>.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"/>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"/>
internal static class HttpsListener
{
    private const string Hsts = "max-age=31536000; includeSubDomains";

    public static Listener Declare(
        string name, LoadBalancer loadBalancer, Resource guard, ApplicationLoadBalancerArgs args, ComponentResource parent)
    {
        var listenerArgs = new ListenerArgs
        {
            LoadBalancerArn = loadBalancer.Arn,
            Port = 443,
            Protocol = "HTTPS",
            SslPolicy = args.Settings.TlsPolicy,
            CertificateArn = args.CertificateArn,
            MutualAuthentication = MutualAuthentication(args),
            RoutingHttpResponseServerEnabled = false,
            RoutingHttpResponseStrictTransportSecurityHeaderValue = Hsts,
            DefaultActions = { Unrouted() },
        };
        NameCertificateHeader(listenerArgs, args);
        return new Listener(name, listenerArgs, new CustomResourceOptions { Parent = parent, DependsOn = { guard, args.Revocations } });
    }

    private static ListenerMutualAuthenticationArgs MutualAuthentication(ApplicationLoadBalancerArgs args) =>
        args.MutualTls == MutualTlsMode.Passthrough
            ? new ListenerMutualAuthenticationArgs { Mode = "passthrough" }
            : new ListenerMutualAuthenticationArgs
            {
                Mode = "verify",
                TrustStoreArn = args.TrustStoreArn!,
                IgnoreClientCertificateExpiry = false,
                AdvertiseTrustStoreCaNames = "off",
            };

    /// <summary>
    /// A client that sends a header of AWS's well-known name reaches nothing: the gateway listens to another name, and
    /// refuses a request in which that one is repeated.
    /// </summary>
    private static void NameCertificateHeader(ListenerArgs listener, ApplicationLoadBalancerArgs args)
    {
        if (args.MutualTls == MutualTlsMode.Passthrough)
            listener.RoutingHttpRequestXAmznMtlsClientcertHeaderName = args.CertificateHeader;
        else
            listener.RoutingHttpRequestXAmznMtlsClientcertLeafHeaderName = args.CertificateHeader;
    }

    /// <summary>Answers before the gateway's rule exists; afterwards that rule matches every path.</summary>
    private static ListenerDefaultActionArgs Unrouted() => new()
    {
        Type = "fixed-response",
        FixedResponse = new ListenerDefaultActionFixedResponseArgs
        {
            StatusCode = "503",
            ContentType = "text/plain",
            MessageBody = "Not deployed yet",
        },
    };
}

/// <summary>Port 80: a permanent redirect to HTTPS for everything.</summary>
internal static class RedirectListener
{
    public static Listener Declare(string name, LoadBalancer loadBalancer, Resource guard, ComponentResource parent) =>
        new(name, new ListenerArgs
        {
            LoadBalancerArn = loadBalancer.Arn,
            Port = 80,
            Protocol = "HTTP",
            RoutingHttpResponseServerEnabled = false,
            DefaultActions =
            {
                new ListenerDefaultActionArgs
                {
                    Type = "redirect",
                    Redirect = new ListenerDefaultActionRedirectArgs
                    {
                        Protocol = "HTTPS",
                        Port = "443",
                        StatusCode = "HTTP_301",
                    },
                },
            },
        }, new CustomResourceOptions { Parent = parent, DependsOn = { guard } });
}

/// <summary>The rules of port 443, in the order of their priorities: own paths, test traffic, everything else.</summary>
/// <remarks>
/// The gateway has a rule rather than the listener's default action, because ECS moves traffic by a rule, and because a
/// service may only name a target group that some rule uses: before the first image as well, when the empty group answers 503.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html"/>
internal sealed class ListenerRules
{
    private const int OwnPathsPriority = 1;
    private const int TestPriority = 50;
    private const int ProductionPriority = 100;
    private const string TestValue = "green";

    private readonly string _name;
    private readonly Listener _listener;
    private readonly DeploymentConfig _settings;
    private readonly ComponentResource _parent;

    /// <summary>Declares the rule that hides the gateway's own paths; the others follow on demand.</summary>
    public ListenerRules(string name, Listener listener, DeploymentConfig settings, ComponentResource parent)
    {
        _name = name;
        _listener = listener;
        _settings = settings;
        _parent = parent;
        OwnPaths = HideOwnPaths();
    }

    /// <summary>The rule that hides the gateway's own paths.</summary>
    public ListenerRule OwnPaths { get; }

    /// <summary>Every path to the gateway.</summary>
    public ListenerRule Production(TargetGroup targets) => Rule("gateway", ProductionPriority, Paths("/*"), Forward(targets));

    /// <summary>Requests with the test header to the next revision; null when no header is configured.</summary>
    public ListenerRule? Test(TargetGroup next) => _settings.TestHeader is not { } header ? null : Rule(
        "test",
        TestPriority,
        new ListenerRuleConditionArgs
        {
            HttpHeader = new ListenerRuleConditionHttpHeaderArgs { HttpHeaderName = header, Values = { TestValue } },
        },
        Forward(next));

    /// <summary>Health and status of the gateway are for the load balancer, not for clients.</summary>
    private ListenerRule HideOwnPaths() => Rule("own-paths", OwnPathsPriority, Paths(GatewayContract.OwnPaths), new ListenerRuleActionArgs
    {
        Type = "fixed-response",
        FixedResponse = new ListenerRuleActionFixedResponseArgs
        {
            StatusCode = "404",
            ContentType = "text/plain",
            MessageBody = "Not found",
        },
    });

    private ListenerRule Rule(string label, int priority, ListenerRuleConditionArgs condition, ListenerRuleActionArgs action)
    {
        var options = new CustomResourceOptions { Parent = _parent };

        // ECS sets the weights at each deployment: what is live there is no drift, and `pulumi up` must not set it back.
        if (_settings.ShiftsTraffic && priority != OwnPathsPriority) options.IgnoreChanges.Add("actions");
        return new ListenerRule($"{_name}-{label}", new ListenerRuleArgs
        {
            ListenerArn = _listener.Arn,
            Priority = priority,
            Conditions = { condition },
            Actions = { action },
        }, options);
    }

    private static ListenerRuleConditionArgs Paths(string pattern) => new()
    {
        PathPattern = new ListenerRuleConditionPathPatternArgs { Values = { pattern } },
    };

    private static ListenerRuleActionArgs Forward(TargetGroup targets) => new()
    {
        Type = "forward",
        TargetGroupArn = targets.Arn,
    };
}
