using System.Globalization;
using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>The revocation lists hold today: with lists of yesterday or tomorrow, the gateway would not start.</summary>
/// <param name="clock">Tells today.</param>
internal sealed class RevocationListTimesRule(TimeProvider clock) : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (settings.Mtls.Crl is not { } crl || faults.IsBroken("mtls", "crl")) return;
        var now = clock.GetUtcNow();
        if (crl.Start <= now && now < crl.End) return;
        var today = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        faults.Add(
            ["mtls", "crl", "thisUpdate"],
            crl.Start > now
                ? $"a day that has begun (UTC): it is {today}"
                : $"a day less than {crl.ValidityDays} days ago: the lists have expired; write today and raise crl.number to {crl.Number + 1}",
            $"thisUpdate: {today}");
    }
}
