using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on Elastic Load Balancing.</summary>
internal static class ElasticLoadBalancingRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "alb-redirects-http",
            Title = "HTTP listeners do nothing but redirect to HTTPS",
            Why = "A request over HTTP can be read and changed on the way.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-listener.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.1"), Reference.Pci("4.1", "v3.2.1")],
            Evaluate = Each("aws:lb/listener:Listener", AlbRedirectsHttp),
        },
        new()
        {
            Id = "alb-drops-invalid-headers",
            Title = "Load balancers drop invalid header fields",
            Why = "Header names that proxies read differently let one request hide inside another.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.4"), Reference.Pci("6.2.4")],
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Boolean("dropInvalidHeaderFields") is true, "Invalid header fields are passed on.", "dropInvalidHeaderFields")),
        },
        new()
        {
            Id = "alb-access-logs",
            Title = "Load balancers log every request",
            Why = "Without the log nobody can tell afterwards who asked for what.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.5")],
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Map("accessLogs").Boolean("enabled") is true, "Requests are not logged.", "accessLogs")),
        },
        new()
        {
            Id = "alb-connection-logs",
            Title = "Load balancers log every TLS handshake",
            Why = "A client certificate that is refused never becomes a request: only the connection log shows it.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html",
            Severity = Severity.Low,
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Map("connectionLogs").Boolean("enabled") is true, "TLS handshakes are not logged.", "connectionLogs")),
        },
        new()
        {
            Id = "alb-deletion-protection",
            Title = "Load balancers are protected against deletion",
            Why = "Deleting the load balancer takes the API off the internet and its address with it.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#deletion-protection",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.6")],
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Boolean("enableDeletionProtection") is true, "The load balancer can be deleted.", "enableDeletionProtection")),
        },
        new()
        {
            Id = "alb-desync-mitigation",
            Title = "Load balancers mitigate HTTP desync attacks",
            Why = "Requests that two servers cut apart differently smuggle one user's request into another's.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#desync-mitigation-mode",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.12"), Reference.Pci("6.2.4")],
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Text("desyncMitigationMode") is "defensive" or "strictest", "Ambiguous requests are passed on.", "desyncMitigationMode")),
        },
        new()
        {
            Id = "alb-desync-strictest",
            Title = "Load balancers refuse every request that breaks RFC 7230",
            Why = "The defensive mode passes requests that are merely odd, and the next server may read them another way.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#desync-mitigation-mode",
            Severity = Severity.Low,
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Text("desyncMitigationMode") is "strictest", "Odd requests are passed on.", "desyncMitigationMode")),
        },
        new()
        {
            Id = "alb-preserves-host",
            Title = "Load balancers pass the Host header as it came",
            Why = "The gateway refuses other hosts than its own, which it can only do when it sees what the client asked for.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#host-header-preservation",
            Severity = Severity.Low,
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Boolean("preserveHostHeader") is true, "The Host header is changed.", "preserveHostHeader")),
        },
        new()
        {
            Id = "alb-multiple-zones",
            Title = "Load balancers span at least two Availability Zones",
            Why = "One zone's failure must not be the API's.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.13")],
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", AlbMultipleZones),
        },
        new()
        {
            Id = "alb-web-acl",
            Title = "Public load balancers have a web ACL",
            Why = "Without it every attack that AWS already knows reaches the gateway.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-waf.html",
            Severity = Severity.Medium,
            References = [Reference.SecurityHub("ELB.16")],
            Evaluate = Each("aws:lb/loadBalancer:LoadBalancer", AlbWebAcl),
        },
        new()
        {
            Id = "listener-tls-policy",
            Title = "HTTPS listeners use a TLS policy that AWS recommends",
            Why = "Older policies allow TLS versions and ciphers that are broken or have no forward secrecy.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.17")],
            Evaluate = Each("aws:lb/listener:Listener", (resource, _) => resource.Inputs.Text("protocol") is not ("HTTPS" or "TLS")
                ? null
                : Evaluation.Of(resource, Recommended.Contains(resource.Inputs.Text("sslPolicy")), "The listener's TLS policy is not one that AWS recommends.", "sslPolicy")),
        },
        new()
        {
            Id = "listener-encrypted",
            Title = "Listeners speak TLS, or do nothing but redirect to it",
            Why = "What is not encrypted can be read and changed on the way. AWS Security Hub itself makes no exception for a listener that only redirects, and will report it.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.18")],
            Evaluate = Each("aws:lb/listener:Listener", ListenerEncrypted),
        },
        new()
        {
            Id = "listener-mutual-tls",
            Title = "HTTPS listeners ask clients for a certificate",
            Why = "Without it anybody on the internet speaks to the gateway.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
            Severity = Severity.High,
            Evaluate = Each("aws:lb/listener:Listener", ListenerMutualTls),
        },
        new()
        {
            Id = "listener-certificate-header",
            Title = "Client certificates come in a header with a name of their own",
            Why = "AWS does not say that the load balancer removes a client's own header of the well-known name: under another name, such a header means nothing.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:lb/listener:Listener", (resource, _) => resource.Inputs.Map("mutualAuthentication").Text("mode") switch
            {
                "verify" => Renamed(resource, "routingHttpRequestXAmznMtlsClientcertLeafHeaderName"),
                "passthrough" => Renamed(resource, "routingHttpRequestXAmznMtlsClientcertHeaderName"),
                _ => null,
            }),
        },
        new()
        {
            Id = "listener-verifies-clients",
            Title = "In production, the load balancer verifies client certificates",
            Why = "In passthrough mode the load balancer lets every client through to the gateway, whose checks are then the only ones.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:lb/listener:Listener", ListenerVerifies),
        },
        new()
        {
            Id = "target-health-encrypted",
            Title = "Health checks of targets are encrypted",
            Why = "A health check in the clear can be answered by somebody else.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.21")],
            Evaluate = Each("aws:lb/targetGroup:TargetGroup", (resource, _) => resource.Inputs.Text("targetType") == "lambda"
                ? null
                : Evaluation.Of(resource, resource.Inputs.Map("healthCheck").Text("protocol") == "HTTPS", "Health checks are not encrypted.", new Evidence("healthCheck.protocol", resource.Inputs.Map("healthCheck").Text("protocol") ?? "(not set)"))),
        },
        new()
        {
            Id = "target-encrypted",
            Title = "Traffic to targets is encrypted",
            Why = "Inside the VPC too, what is not encrypted can be mirrored and read.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ELB.22")],
            Evaluate = Each("aws:lb/targetGroup:TargetGroup", (resource, _) =>
                resource.Inputs.Text("targetType") is "lambda" or "alb" || resource.Inputs.Text("protocol") == "GENEVE"
                ? null
                : Evaluation.Of(resource, resource.Inputs.Text("protocol") is "HTTPS" or "TLS" or "QUIC", "Traffic to the targets is not encrypted.", "protocol")),
        },
    ];

    private static Evaluation? AlbRedirectsHttp(RecordedResource resource, AuditedStack stack)
    {
        if (resource.Inputs.Text("protocol") != "HTTP") return null;
        var actions = resource.Inputs.List("defaultActions").Maps.ToList();
        var redirects = actions.Count > 0 && actions.All(action => action.Text("type") == "redirect" && action.Map("redirect").Text("protocol") == "HTTPS");
        return Evaluation.Of(resource, redirects, "The HTTP listener answers with something other than a redirect to HTTPS.", "defaultActions");
    }

    private static Evaluation? AlbMultipleZones(RecordedResource resource, AuditedStack stack)
    {
        var zones = resource.Inputs.List("subnets").Texts
            .Select(subnet => stack.Find(subnet)?.Inputs.Text("availabilityZone")).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return Evaluation.Of(resource, zones.Count >= 2, "The load balancer is in fewer than two zones.", new Evidence("subnets", string.Join(", ", zones)));
    }

    private static Evaluation? AlbWebAcl(RecordedResource resource, AuditedStack stack)
    {
        var acl = stack.Referring("aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn", resource)
            .Select(association => stack.Find(association.Inputs.Text("webAclArn"))).FirstOrDefault(found => found is not null);
        return Evaluation.Of(resource, acl is not null, "No web ACL is associated with the load balancer.", new Evidence("web ACL", acl?.Name ?? "none"));
    }

    // https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17
    private static readonly string[] Recommended =
    [
        "ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
    ];

    private static Evaluation? ListenerEncrypted(RecordedResource resource, AuditedStack stack)
    {
        var actions = resource.Inputs.List("defaultActions").Maps.ToList();
        var redirects = actions.Count > 0 && actions.All(action => action.Text("type") == "redirect" && action.Map("redirect").Text("protocol") == "HTTPS");
        return Evaluation.Of(
            resource, resource.Inputs.Text("protocol") is "HTTPS" or "TLS" || redirects, "The listener serves requests without TLS.", "protocol");
    }

    private static Evaluation? ListenerMutualTls(RecordedResource resource, AuditedStack stack)
    {
        if (resource.Inputs.Text("protocol") != "HTTPS") return null;
        var mode = resource.Inputs.Map("mutualAuthentication");
        var compliant = mode.Text("mode") == "passthrough"
            || (mode.Text("mode") == "verify" && stack.Find(mode.Text("trustStoreArn")) is not null && mode.Boolean("ignoreClientCertificateExpiry") is not true);
        return Evaluation.Of(resource, compliant, "The listener does not authenticate clients, or accepts expired certificates.", new Evidence("mutualAuthentication.mode", mode.Text("mode") ?? "(not set)"));
    }

    // The name itself is nobody's business.
    private static Evaluation Renamed(RecordedResource resource, string property)
    {
        var renamed = resource.Inputs.Text(property) is { } name && !name.StartsWith("X-Amzn-Mtls-", StringComparison.OrdinalIgnoreCase);
        return Evaluation.Of(
            resource, renamed, "A client can send the header itself.", new Evidence(property, renamed ? "a name of its own" : "the well-known name"));
    }

    private static Evaluation? ListenerVerifies(RecordedResource resource, AuditedStack stack)
    {
        if (resource.Inputs.Text("protocol") != "HTTPS" || stack.Settings.Environment != DeploymentEnvironment.Prod) return null;
        var mode = resource.Inputs.Map("mutualAuthentication").Text("mode") ?? "(not set)";
        return Evaluation.Of(resource, mode == "verify", "The load balancer does not verify client certificates itself.", new Evidence("mutualAuthentication.mode", mode));
    }
}
