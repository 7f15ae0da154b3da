using Pulumi;
using Pulumi.Aws.CloudWatch;
using SecureApi.Common;

namespace SecureApi.CloudWatch;

/// <summary>Logs Insights queries for the questions that an incident asks, saved under the stack's name.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html"/>
public sealed class SavedQueries : ComponentResource
{
    /// <summary>Declares the queries.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Names and log groups.</param>
    /// <param name="options">Parent and providers.</param>
    public SavedQueries(string name, SavedQueriesArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:cloud-watch:SavedQueries", name, options)
    {
        var gateway = args.GatewayLogGroup;
        Save(name, "refused clients", args.Names, gateway,
            "filter message = \"request\" and verification != \"ok\" and verification != \"\"",
            "stats count(*) as refused by verification, clientDn, clientSerial",
            "sort refused desc");
        Save(name, "slow requests", args.Names, gateway,
            "filter ispresent(seconds)",
            "sort seconds desc",
            "display @timestamp, method, path, status, service, seconds, upstreamSeconds, requestId",
            "limit 50");
        Save(name, "errors by service", args.Names, gateway,
            "filter status >= 500",
            "stats count(*) as errors by service, status, bin(5m)");
        Save(name, "requests by client", args.Names, gateway,
            "filter clientDn != \"\"",
            "stats count(*) as requests, pct(seconds, 99) as p99 by clientDn",
            "sort requests desc");
        Save(name, "clients by days left", args.Names, gateway,
            "filter ispresent(clientCertificateDaysLeft)",
            "stats min(clientCertificateDaysLeft) as daysLeft, count(*) as requests by clientDn, clientSerial",
            "sort daysLeft asc");
        Save(name, "clients by ca generation", args.Names, gateway,
            "filter clientDn != \"\"",
            "stats count(*) as requests, max(@timestamp) as last by clientIssuer, clientDn, clientSerial",
            "sort clientIssuer asc");
        Save(name, "gateway errors", args.Names, gateway,
            "filter not ispresent(message) or (message != \"request\" and message != \"gateway status\")",
            "sort @timestamp desc",
            "limit 100");
        if (args.FirewallLogGroup is { } firewall)
        {
            Save(name, "firewall blocks", args.Names, firewall,
                "filter action = \"BLOCK\"",
                "stats count(*) as blocked by terminatingRuleId, httpRequest.clientIp, httpRequest.uri",
                "sort blocked desc");
        }

        if (args.FirewallLogGroup is { } counting)
        {
            Save(name, "firewall counts", args.Names, counting,
                "filter nonTerminatingMatchingRules.0.action = \"COUNT\"",
                "stats count(*) as counted by nonTerminatingMatchingRules.0.ruleId, httpRequest.clientIp, httpRequest.uri",
                "sort counted desc");
        }

        if (args.FlowLogGroup is { } flows)
        {
            Save(name, "refused packets", args.Names, flows,
                "filter action = \"REJECT\"",
                "stats count(*) as packets by srcAddr, dstAddr, dstPort, protocol",
                "sort packets desc",
                "limit 50");
        }

        RegisterOutputs();
    }

    private void Save(string name, string title, Common.ResourceNames names, Output<string> logGroup, params string[] commands) =>
        new QueryDefinition($"{name}-{title.Replace(' ', '-')}", new QueryDefinitionArgs
        {
            Name = names.Query(title),
            LogGroupNames = { logGroup },
            QueryString = string.Join("\n| ", commands),
        }, new CustomResourceOptions { Parent = this });
}

/// <summary>The arguments of <see cref="SavedQueries"/>.</summary>
public sealed record SavedQueriesArgs
{
    /// <summary>Gives the queries a common folder.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>The gateway's log group.</summary>
    public required Output<string> GatewayLogGroup { get; init; }

    /// <summary>WAF's log group; null without logging.</summary>
    public required Output<string>? FirewallLogGroup { get; init; }

    /// <summary>The flow logs' group; null without flow logs.</summary>
    public required Output<string>? FlowLogGroup { get; init; }
}
