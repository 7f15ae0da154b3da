using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>The generation that issues is a trusted one: otherwise no new certificate would be accepted.</summary>
internal sealed class CaGenerationsRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        var ca = settings.Mtls.Ca;
        if (faults.IsBroken("mtls", "ca", "generations") || faults.IsBroken("mtls", "ca", "issuing") || ca.Generations.Contains(ca.Issuing)) return;
        faults.Add(
            ["mtls", "ca", "issuing"],
            $"one of the trusted generations: {string.Join(", ", ca.Generations)}",
            $"issuing: {ca.Generations[^1]}",
            ca.Issuing);
    }
}
