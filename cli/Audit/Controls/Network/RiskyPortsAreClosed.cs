using SecureApi.Cli.Audit.Reachability;

namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>No port of high risk is open to everybody.</summary>
public sealed class RiskyPortsAreClosed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "sg-high-risk-ports",
        Title = "No port of high risk is open to everybody",
        Why = "Databases, remote shells and old protocols are what scanners look for first.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        Severity = Severity.Critical,
        References = [Reference.Fsbp("EC2.19")],
    };

    // https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
    private static readonly int[] Risky =
        [20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300];

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var rule in stack.Reachability.Rules.Where(rule => rule.IsIngress && rule.PeerBlock is { IsAny: true }))
        {
            var open = Risky.Where(port => rule.Traffic.Covers(new Traffic("tcp", port, port)) || rule.Traffic.Covers(new Traffic("udp", port, port))).ToList();
            yield return Verdict.Of(rule.Resource, open.Count == 0, $"Open to everybody: {string.Join(", ", open)}.", new Evidence("rule", rule.ToString()));
        }
    }
}
