using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>A certificate is renewed while it is valid, and does not outlive the CA that signed it.</summary>
internal sealed class CertificateLifetimesRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        var mtls = settings.Mtls;
        CheckRenewal(["mtls", "ca"], mtls.Ca.ValidityDays, mtls.Ca.RenewBeforeDays, faults);
        CheckLeaf(["mtls", "server"], mtls.Server.ValidityDays, mtls.Server.RenewBeforeDays, mtls.Ca, faults);
        foreach (var (name, client) in mtls.Clients)
        {
            CheckLeaf(["mtls", "clients", name], client.ValidityDays, client.RenewBeforeDays, mtls.Ca, faults);
        }
    }

    private static void CheckLeaf(string[] path, int validity, int renewal, CaConfig ca, FaultList faults)
    {
        CheckRenewal(path, validity, renewal, faults);
        if (validity <= ca.ValidityDays || faults.IsBroken([.. path, "validityDays"]) || faults.IsBroken("mtls", "ca", "validityDays")) return;
        faults.Add([.. path, "validityDays"], $"at most the CA's {ca.ValidityDays} days", $"validityDays: {ca.ValidityDays}", $"{validity}");
    }

    private static void CheckRenewal(string[] path, int validity, int renewal, FaultList faults)
    {
        if (renewal < validity || faults.IsBroken([.. path, "validityDays"]) || faults.IsBroken([.. path, "renewBeforeDays"])) return;
        faults.Add([.. path, "renewBeforeDays"], $"less than validityDays ({validity}): every deployment would renew it", $"renewBeforeDays: {Math.Max(validity / 3, 1)}", $"{renewal}");
    }
}
