using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;
using SecureApi.Gateway;
using SecureApi.PrivateCa;

namespace SecureApi.Edge;

/// <summary>
/// Port 443: TLS, the client's certificate, and everything to the gateway except the gateway's own paths.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"/>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"/>
internal static class HttpsListener
{
    private const string Hsts = "max-age=31536000; includeSubDomains";
    private const int OwnPathsPriority = 1;

    public static Listener Declare(
        string name, LoadBalancer loadBalancer, TargetGroup targets, PublicLoadBalancerArgs args, ComponentResource parent)
    {
        var child = new CustomResourceOptions { Parent = parent };
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
            DefaultActions = { args.Bootstrap ? NotDeployed() : Forward(targets) },
        };
        NameCertificateHeader(listenerArgs, args);

        var listener = new Listener(name, listenerArgs, child);
        HideOwnPaths(name, listener, child);
        return listener;
    }

    private static ListenerMutualAuthenticationArgs MutualAuthentication(PublicLoadBalancerArgs args) =>
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
    private static void NameCertificateHeader(ListenerArgs listener, PublicLoadBalancerArgs args)
    {
        if (args.MutualTls == MutualTlsMode.Passthrough)
            listener.RoutingHttpRequestXAmznMtlsClientcertHeaderName = args.CertificateHeader;
        else
            listener.RoutingHttpRequestXAmznMtlsClientcertLeafHeaderName = args.CertificateHeader;
    }

    private static ListenerDefaultActionArgs Forward(TargetGroup targets) => new()
    {
        Type = "forward",
        TargetGroupArn = targets.Arn,
    };

    private static ListenerDefaultActionArgs NotDeployed() => new()
    {
        Type = "fixed-response",
        FixedResponse = new ListenerDefaultActionFixedResponseArgs
        {
            StatusCode = "503",
            ContentType = "text/plain",
            MessageBody = "Not deployed yet",
        },
    };

    /// <summary>Health and status of the gateway are for the load balancer, not for clients.</summary>
    private static void HideOwnPaths(string name, Listener listener, CustomResourceOptions child) =>
        new ListenerRule($"{name}-own-paths", new ListenerRuleArgs
        {
            ListenerArn = listener.Arn,
            Priority = OwnPathsPriority,
            Conditions =
            {
                new ListenerRuleConditionArgs
                {
                    PathPattern = new ListenerRuleConditionPathPatternArgs { Values = { GatewayContract.OwnPaths } },
                },
            },
            Actions =
            {
                new ListenerRuleActionArgs
                {
                    Type = "fixed-response",
                    FixedResponse = new ListenerRuleActionFixedResponseArgs
                    {
                        StatusCode = "404",
                        ContentType = "text/plain",
                        MessageBody = "Not found",
                    },
                },
            },
        }, child);
}
