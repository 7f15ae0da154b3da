using System.Globalization;
using SecureApi.Configuration;

namespace SecureApi.LoadBalancing;

/// <summary>Somebody may call, and no allowed range is part of another: such a rule would say less than it seems to.</summary>
internal sealed class AllowedRangesRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (faults.IsBroken("edge", "allowedCidrs") || faults.IsBroken("edge", "allowedIpv6Cidrs")) return;
        var (v4, v6) = (settings.Edge.AllowedCidrs, settings.Edge.AllowedIpv6Cidrs);
        for (var i = 0; i < v4.Length; i++)
        {
            for (var j = 0; j < v4.Length; j++)
            {
                if (i != j && v4[i].Contains(v4[j])) Report("allowedCidrs", j, $"{v4[i]}", faults);
            }
        }

        for (var i = 0; i < v6.Length; i++)
        {
            for (var j = 0; j < v6.Length; j++)
            {
                if (i != j && v6[i].Contains(v6[j])) Report("allowedIpv6Cidrs", j, $"{v6[i]}", faults);
            }
        }

        if (v4.IsEmpty && (v6.IsEmpty || !settings.Network.Ipv6))
        {
            faults.Add(["edge", "allowedCidrs"], "at least one range: nobody could reach the load balancer", "allowedCidrs: [203.0.113.0/24]");
        }
    }

    private static void Report(string key, int inner, string outer, FaultList faults) => faults.Add(
        ["edge", key, string.Create(CultureInfo.InvariantCulture, $"[{inner}]")],
        $"ranges that do not overlap: {outer} contains this one",
        $"{key}: [\"{outer}\"]");
}
