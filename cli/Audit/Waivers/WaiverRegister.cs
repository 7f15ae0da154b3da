using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Waivers;

/// <summary>The waivers of a stack during an audit: which were used, and which are at fault themselves.</summary>
internal sealed class WaiverRegister(ImmutableArray<Waiver> waivers, ImmutableArray<string> controls, DateOnly date)
{
    private readonly HashSet<Waiver> _used = new(ReferenceEqualityComparer.Instance);

    /// <summary>Every rule about the waivers themselves.</summary>
    public static ImmutableArray<ControlDescription> Rules => [Expired, Unused, Unknown];

    private static ControlDescription Expired { get; } = Rule("waiver-expired", "Waivers have not expired", "A waiver is for a time: after it somebody must decide again.");

    private static ControlDescription Unused { get; } = Rule("waiver-unused", "Every waiver is needed", "A waiver that nothing needs will one day hide something new.");

    private static ControlDescription Unknown { get; } = Rule("waiver-unknown-control", "Every waiver names a control", "A misspelt waiver accepts nothing.");

    /// <summary>The waiver that accepts a verdict today; null when none does.</summary>
    public Waiver? Find(string control, Verdict verdict)
    {
        foreach (var waiver in waivers)
        {
            if (!waiver.Covers(control, verdict)) continue;
            _used.Add(waiver);
            if (waiver.Expires >= date) return waiver;
        }

        return null;
    }

    /// <summary>What is wrong with the waivers themselves. To be asked last.</summary>
    public IEnumerable<Finding> Findings()
    {
        foreach (var waiver in waivers)
        {
            if (!controls.Contains(waiver.Control))
                yield return Fault(Unknown, waiver, $"The waiver names the control {waiver.Control}, which does not exist.");
            else if (waiver.Expires < date)
                yield return Fault(Expired, waiver, $"The waiver of {waiver.Control} for {waiver.Resource} expired on {waiver.Expires:yyyy-MM-dd}.");
            else if (!_used.Contains(waiver))
                yield return Fault(Unused, waiver, $"Nothing needs the waiver of {waiver.Control} for {waiver.Resource}.");
        }
    }

    private static Finding Fault(ControlDescription rule, Waiver waiver, string problem) => new(
        rule,
        new Verdict
        {
            Outcome = Outcome.NotMet,
            Resource = null,
            Problem = problem,
            Evidence = [new Evidence("written at", waiver.Location?.ToString() ?? "unknown"), new Evidence("owner", waiver.Owner)],
        },
        Waiver: null);

    private static ControlDescription Rule(string id, string title, string why) => new()
    {
        Id = id,
        Title = title,
        Why = why,
        Document = "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_securely_operate_control_objectives.html",
        Severity = Severity.Medium,
    };
}
