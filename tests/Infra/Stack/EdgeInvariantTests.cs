using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using SecureApi.PrivateCa;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

public sealed class EdgeInvariantTests
{
    private const string Listener = "aws:lb/listener:Listener";
    private const string Rule = "aws:lb/listenerRule:ListenerRule";
    private const string TargetGroup = "aws:lb/targetGroup:TargetGroup";

    [Fact]
    public Task Port80_InEveryConfiguration_OnlyRedirectsPermanently() => StackMatrix.Holds((stack, _) =>
    {
        var actions = Port(stack, 80).Inputs.List("defaultActions").Maps.ToList();
        var redirect = actions.Single().Map("redirect");
        return redirect.Text("statusCode") == "HTTP_301" && redirect.Text("protocol") == "HTTPS" && redirect.Text("port") == "443"
            ? [] : [$"port 80 must redirect to HTTPS with 301: {redirect}"];
    });

    [Fact]
    public Task Port443_InEveryConfiguration_AuthenticatesClientsByTheConfiguredMode() => StackMatrix.Holds((stack, settings) =>
    {
        var listener = Port(stack, 443).Inputs;
        var authentication = listener.Map("mutualAuthentication");
        var stores = stack.OfType("aws:lb/trustStore:TrustStore").ToList();
        var verify = settings.Mtls.Mode == MutualTlsMode.Verify;
        if (authentication.Text("mode") != (verify ? "verify" : "passthrough")) return ["wrong mode"];
        if (stores.Count != (verify ? 1 : 0)) return [$"{stores.Count} trust stores"];
        if (verify && authentication.Text("trustStoreArn") != stores[0].Outputs.Text("arn")) return ["another trust store"];
        if (listener.Text("sslPolicy")?.Contains("TLS13", StringComparison.Ordinal) != true) return ["no TLS 1.3"];
        return listener.Text("certificateArn") is null ? ["no certificate"] : [];
    });

    [Fact]
    public Task Port443_InEveryConfiguration_SendsEveryPathToTheGatewayByARule() => StackMatrix.Holds((stack, _) =>
    {
        // Before the first image the group is empty, and the load balancer answers 503 for it.
        var rule = stack.OfType(Rule).Single(rule => rule.Name.EndsWith("-gateway", StringComparison.Ordinal)).Inputs;
        var group = stack.OfType(TargetGroup).Single(group => group.Name.EndsWith("-gw", StringComparison.Ordinal));
        return rule.Text("listenerArn") == Port(stack, 443).Outputs.Text("arn")
            && rule.List("conditions").Maps.Single().Map("pathPattern").List("values").Texts.SequenceEqual(["/*"])
            && rule.List("actions").Maps.Single().Text("targetGroupArn") == group.Outputs.Text("arn")
            && Port(stack, 443).Inputs.List("defaultActions").Maps.Single().Map("fixedResponse").Text("statusCode") == "503"
            ? [] : ["not forwarded to the gateway"];
    });

    [Fact]
    public Task TargetGroups_InEveryConfiguration_AreUsedByARuleOrSwappedByEcs() => StackMatrix.Holds((stack, settings) =>
    {
        var used = stack.OfType(Rule).SelectMany(rule => rule.Inputs.List("actions").Maps).Select(action => action.Text("targetGroupArn"))
            .Concat(stack.OfType("aws:ecs/service:Service").SelectMany(service => service.Inputs.List("loadBalancers").Maps)
                .Select(target => target.Map("advancedConfiguration").Text("alternateTargetGroupArn")))
            .ToHashSet();
        var groups = stack.OfType(TargetGroup).ToList();
        return groups.Where(group => settings.Images.ContainsKey("gateway") && !used.Contains(group.Outputs.Text("arn"))).Select(group => $"{group.Name} gets no requests")
            .Concat(groups.Count == (settings.Gateway.Deployment.ShiftsTraffic ? 2 : 1) ? [] : [$"{groups.Count} target groups"]);
    });

    [Fact]
    public Task ListenerRules_InEveryConfiguration_HaveUniquePriorities() => StackMatrix.Holds((stack, _) =>
        stack.OfType(Rule).GroupBy(rule => rule.Inputs.Number("priority")).Where(group => group.Count() > 1)
            .Select(group => $"priority {group.Key} twice"));

    [Fact]
    public Task CertificateHeader_InEveryConfiguration_IsTheSameForLoadBalancerAndGateway() => StackMatrix.Holds((stack, settings) =>
    {
        var listener = Port(stack, 443).Inputs;
        var header = listener.Text(settings.Mtls.Mode == MutualTlsMode.Verify
            ? "routingHttpRequestXAmznMtlsClientcertLeafHeaderName"
            : "routingHttpRequestXAmznMtlsClientcertHeaderName");
        var gateway = stack.OfType("aws:ecs/taskDefinition:TaskDefinition")
            .SingleOrDefault(task => task.Name.EndsWith("-gateway", StringComparison.Ordinal));
        return header is not null && header.Length <= 40
            && gateway?.Inputs.Text("containerDefinitions")!.Contains($"\"{header}\"", StringComparison.Ordinal) != false
            ? [] : [$"the header {header} is not the gateway's"];
    });

    [Fact]
    public Task TargetGroups_InEveryConfiguration_CheckTheGatewayOverHttps() => StackMatrix.Holds((stack, settings) =>
        stack.OfType(TargetGroup).Where(group => !Checks(group.Inputs, settings)).Select(group => $"{group.Name} is not as it should be"));

    private static bool Checks(RecordedMap group, StackConfig settings)
    {
        var health = group.Map("healthCheck");
        return group.Text("protocol") == "HTTPS" && group.Text("targetType") == "ip"
            && health.Text("protocol") == "HTTPS" && health.Text("port") == "traffic-port" && health.Number("timeout") < health.Number("interval")
            && group.Number("deregistrationDelay") < settings.Gateway.StopTimeoutSeconds;
    }

    [Fact]
    public Task LoadBalancer_InEveryConfiguration_IsHardenedAndProtectedByTheFirewall() => StackMatrix.Holds((stack, settings) =>
    {
        var balancer = stack.OfType("aws:lb/loadBalancer:LoadBalancer").Single();
        var association = stack.OfType("aws:wafv2/webAclAssociation:WebAclAssociation").Single();
        var acl = stack.OfType("aws:wafv2/webAcl:WebAcl").Single();
        var faults = new List<string>();
        if (balancer.Inputs.Boolean("dropInvalidHeaderFields") != true) faults.Add("invalid headers pass");
        if (balancer.Inputs.Text("desyncMitigationMode") != "strictest") faults.Add("desync mitigation");
        if (balancer.Inputs.Boolean("enableDeletionProtection") != settings.Edge.DeletionProtection) faults.Add("deletion protection");
        if (balancer.Inputs.Text("ipAddressType") != (settings.Network.Ipv6 ? "dualstack" : "ipv4")) faults.Add("address type");
        if (balancer.Inputs.Map("accessLogs").Boolean("enabled") == true != settings.Edge.Logs.Enabled) faults.Add("access logs");
        if (balancer.Inputs.Map("connectionLogs").Boolean("enabled") == true != settings.Edge.Logs.Enabled) faults.Add("connection logs");
        if (association.Inputs.Text("resourceArn") != balancer.Outputs.Text("arn")) faults.Add("the firewall protects something else");
        if (association.Inputs.Text("webAclArn") != acl.Outputs.Text("arn")) faults.Add("another web ACL");
        return faults;
    });

    [Fact]
    public Task FirewallRules_InEveryConfiguration_HaveUniquePrioritiesAndTheRightKindOfAction() => StackMatrix.Holds((stack, _) =>
    {
        var rules = stack.OfType("aws:wafv2/webAcl:WebAcl").Single().Inputs.List("rules").Maps.ToList();
        return rules.GroupBy(rule => rule.Number("priority")).Where(group => group.Count() > 1).Select(group => $"priority {group.Key} twice")
            .Concat(rules
                .Where(rule => rule.Map("statement")["managedRuleGroupStatement"] is not null
                    ? rule["overrideAction"] is null || rule["action"] is not null
                    : rule["action"] is null || rule["overrideAction"] is not null)
                .Select(rule => $"{rule.Text("name")} has the wrong kind of action"))
            .Concat(rules
                .Where(rule => rule.Map("visibilityConfig").Boolean("cloudwatchMetricsEnabled") != true)
                .Select(rule => $"{rule.Text("name")} has no metric"));
    });

    [Fact]
    public Task FirewallLog_WhenEnabled_IsNamedAsWafDemandsAndRedactsCredentials() => StackMatrix.Holds((stack, settings) =>
    {
        var logging = stack.OfType("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").ToList();
        if (logging.Count != (settings.Waf.Logs.Enabled ? 1 : 0)) return ["logging does not follow the settings"];
        if (logging.Count == 0) return [];
        var redacted = logging[0].Inputs.List("redactedFields").Maps.Select(field => field.Map("singleHeader").Text("name")).ToList();
        var group = stack.OfType("aws:cloudwatch/logGroup:LogGroup").Single(group => group.Name.EndsWith("-waf", StringComparison.Ordinal));
        return group.Inputs.Text("name")!.StartsWith("aws-waf-logs-", StringComparison.Ordinal)
            && redacted.Contains("authorization") && redacted.Contains("cookie") ? [] : ["name or redaction"];
    });

    private static RecordedResource Port(RecordedStack stack, int port) =>
        stack.OfType(Listener).Single(listener => listener.Inputs.Number("port") == port);
}
