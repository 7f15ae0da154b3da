using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;
using SecureApi.PrivateCa;

namespace SecureApi.Edge;

/// <summary>
/// Port 443: TLS and the client's certificate. What goes where is in <see cref="GatewayRoutes"/>.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"/>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"/>
internal static class HttpsListener
{
    private const string Hsts = "max-age=31536000; includeSubDomains";

    public static Listener Declare(
        string name, LoadBalancer loadBalancer, PublicLoadBalancerArgs args, ComponentResource parent)
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
        return new Listener(name, listenerArgs, new CustomResourceOptions { Parent = parent });
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
