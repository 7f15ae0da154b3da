using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>There is a service to reach, and none has the gateway's name or that of one of its flows.</summary>
internal sealed class ServiceNamesRule : ISettingsRule
{
    private const string Example = "services: {api: {pathPrefix: /}}";

    // The rule from the gateway to a service would have the name of the gateway's own rule.
    internal static ImmutableArray<string> FlowsOfTheGateway { get; } = ["dns-tcp", "dns-udp", "endpoints", "internet-ipv4", "internet-ipv6", "s3"];

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (settings.Services.IsEmpty && !faults.IsBroken("services")) faults.Add(["services"], "at least one service", Example);
        if (settings.Services.ContainsKey("gateway")) faults.Add(["services", "gateway"], "another name than gateway, which is the gateway's own", Example);
        foreach (var name in FlowsOfTheGateway.Where(settings.Services.ContainsKey))
            faults.Add(["services", name], "another name: the gateway's security group rules have it already", Example);
    }
}
