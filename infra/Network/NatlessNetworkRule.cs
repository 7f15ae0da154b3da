using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>Without NAT, tasks reach AWS through interface endpoints alone: they cannot start without these.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html</remarks>
internal sealed class NatlessNetworkRule : ISettingsRule
{
    private static readonly string[] Needed = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (settings.Network.NatGateways != NatGatewayMode.None || faults.IsBroken("network", "interfaceEndpoints")) return;
        var present = settings.Network.InterfaceEndpoints;
        if (Needed.All(present.Contains)) return;
        faults.Add(
            ["network", "interfaceEndpoints"],
            $"natGateways: none needs {string.Join(", ", Needed)}; missing: {string.Join(", ", Needed.Except(present))}",
            $"interfaceEndpoints: [{string.Join(", ", Needed.Union(present))}]");
    }
}
