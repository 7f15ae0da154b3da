using System.Globalization;
using SecureApi.Configuration;

namespace SecureApi.LoadBalancing;

/// <summary>
/// Names that are reserved for examples (RFC 2606, RFC 6761) cannot be deployed: nobody can prove that they own them,
/// and alarms would go to a stranger. The files in this repository hold such names, so only the engine asks for real ones.
/// </summary>
internal sealed class RealDomainRule : ISettingsRule
{
    private static readonly string[] Reserved = ["example.com", "example.org", "example.net", "example", "invalid", "test"];

    /// <summary>True for a name that is reserved for examples, or below one.</summary>
    public static bool IsExample(string domain) =>
        Array.Exists(Reserved, reserved => domain == reserved || domain.EndsWith('.' + reserved, StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (!faults.IsBroken("edge", "domain") && IsExample(settings.Edge.Domain))
        {
            faults.Add(["edge", "domain"], "a domain of your own: this one is reserved for examples", "domain: api.acme.dev");
        }

        for (var i = 0; i < settings.Alarms.Emails.Length; i++)
        {
            var email = settings.Alarms.Emails[i];
            if (faults.IsBroken("alarms", "emails") || !IsExample(email[(email.LastIndexOf('@') + 1)..])) continue;
            faults.Add(
                ["alarms", "emails", string.Create(CultureInfo.InvariantCulture, $"[{i}]")],
                "an address of your own: this one is reserved for examples",
                "emails: [oncall@acme.dev]");
        }
    }
}
