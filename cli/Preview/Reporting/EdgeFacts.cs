using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>What matters of the public side: listeners, certificates, names and the firewall.</summary>
internal static class EdgeFacts
{
    /// <summary>Adds the facts of <paramref name="resource"/>; false when its type is not one of the edge.</summary>
    public static bool Add(FactList facts, RecordedResource resource, ResourceIndex index)
    {
        var inputs = resource.Inputs;
        switch (resource.Type)
        {
            case "aws:lb/loadBalancer:LoadBalancer":
                facts.Add(inputs.Boolean("internal") is true ? "internal" : "internet-facing").Add(inputs.Shown("ipAddressType"))
                    .Add("in ", inputs.List("subnets") is { Count: > 0 } subnets ? subnets.Count : null, " subnets")
                    .AddIf(inputs.Boolean("enableDeletionProtection"), "deletion protection")
                    .AddIf(inputs.Boolean("dropInvalidHeaderFields"), "drops invalid headers")
                    .Add("desync ", inputs.Shown("desyncMitigationMode")).Add("idle ", inputs.Number("idleTimeout"), " s");
                return true;
            case "aws:lb/listener:Listener":
                facts.Add($"{inputs.Shown("protocol")} {inputs.Shown("port")}").Add(Action(inputs.List("defaultActions"), index))
                    .Add(inputs.Shown("sslPolicy")).Add("mutual TLS ", inputs.Map("mutualAuthentication").Shown("mode"));
                return true;
            case "aws:lb/listenerRule:ListenerRule":
                facts.Add("priority ", inputs.Number("priority")).Add(Action(inputs.List("actions"), index)).Add(Condition(inputs));
                return true;
            case "aws:lb/targetGroup:TargetGroup":
                facts.Add($"{inputs.Shown("protocol")} {inputs.Shown("port")}").Add(inputs.Shown("targetType"))
                    .Add("health ", inputs.Map("healthCheck").Shown("path"))
                    .Add("every ", inputs.Map("healthCheck").Number("interval"), " s")
                    .Add("deregistration ", inputs.Number("deregistrationDelay"), " s");
                return true;
            case "aws:lb/trustStore:TrustStore" or "aws:lb/trustStoreRevocation:TrustStoreRevocation":
                facts.Add(inputs.Shown("caCertificatesBundleS3Key") ?? inputs.Shown("revocationsS3Key"));
                return true;
            case "aws:acm/certificate:Certificate":
                facts.Add(inputs.Shown("domainName")).Add("", inputs.Shown("validationMethod"), " validation");
                return true;
            case "aws:acm/certificateValidation:CertificateValidation":
                return true;
            case "aws:route53/record:Record":
                facts.Add($"{inputs.Shown("name")} {inputs.Shown("type")}").AddIf(inputs.List("aliases").Count > 0, "alias");
                return true;
            case "aws:wafv2/webAcl:WebAcl":
                facts.Add("default ", Kind(inputs.Map("defaultAction")));
                foreach (var rule in inputs.List("rules").Maps)
                    facts.Add(Rule(rule));
                return true;
            case "aws:wafv2/ipSet:IpSet":
                facts.Add(inputs.Shown("ipAddressVersion")).AddCount(inputs.List("addresses").Count, "range", "ranges");
                return true;
            case "aws:wafv2/webAclAssociation:WebAclAssociation":
                facts.Add(index.Find(inputs.Text("resourceArn")) is { } target ? ShortName.OfType(target.Type) : inputs.Shown("resourceArn"));
                return true;
            case "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration":
                var headers = new FactList();
                foreach (var field in inputs.List("redactedFields").Maps)
                    headers.Add(field.Map("singleHeader").Shown("name"));
                facts.Add("redacts ", headers.ToString());
                return true;
            default:
                return false;
        }
    }

    /// <summary>The only name in a map that chooses one of several things, such as <c>block</c> in <c>{block: {}}</c>.</summary>
    public static string? Kind(RecordedMap choice) => choice.Count > 0 ? choice.Names[0] : null;

    private static string? Action(RecordedList actions, ResourceIndex index)
    {
        foreach (var action in actions.Maps)
        {
            return action.Shown("type") switch
            {
                "redirect" => $"redirect {action.Map("redirect").Shown("statusCode")} to {action.Map("redirect").Shown("protocol")} {action.Map("redirect").Shown("port")}",
                "fixed-response" => $"answers {action.Map("fixedResponse").Shown("statusCode")}",
                "forward" => index.Find(action.Text("targetGroupArn")) is { } group ? $"forwards to {ShortName.WithinParent(group)}" : "forwards",
                var other => other,
            };
        }

        return null;
    }

    private static string? Condition(RecordedMap rule)
    {
        var facts = new FactList();
        foreach (var condition in rule.List("conditions").Maps)
        {
            if (Kind(condition) is { } kind)
                facts.Add($"{kind} {condition.Map(kind).List("values")}");
        }

        return facts.ToString();
    }

    private static string Rule(RecordedMap rule)
    {
        var action = Kind(rule.Map("action")) ?? (Kind(rule.Map("overrideAction")) is "count" ? "count" : "block");
        var rate = rule.Map("statement").Map("rateBasedStatement");
        return rate.Count > 0
            ? $"{rule.Shown("name")} {rate.Shown("limit")} in {rate.Shown("evaluationWindowSec") ?? "300"} s {action}"
            : $"{rule.Shown("name")} {action}";
    }
}
