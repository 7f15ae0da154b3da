using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>Production does not hang on one zone's NAT gateway.</summary>
internal sealed class ProductionNatRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (settings.Environment != DeploymentEnvironment.Prod || settings.Network.NatGateways != NatGatewayMode.Single) return;
        faults.Add(
            ["network", "natGateways"],
            "perAz or none in production: with a single NAT gateway, the failure of one zone cuts all of them off",
            "natGateways: perAz");
    }
}
