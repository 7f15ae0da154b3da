using SecureApi.Cli.Audit.Reachability;

namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>Nobody outside can log in.</summary>
public sealed class AdministrationIsClosed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "sg-remote-administration",
        Title = "Nobody outside can log in",
        Why = "Remote shells and desktops open to everybody are guessed and broken.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        Severity = Severity.High,
        References = [Reference.SecurityHub("EC2.13"), Reference.SecurityHub("EC2.53"), Reference.SecurityHub("EC2.54"), Reference.Cis("5.3"), Reference.Cis("5.4"), Reference.Pci("1.3.1")],
    };

    private static readonly int[] Ports = [22, 3389];

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Reachability.Rules.Where(rule => rule.IsIngress && rule.PeerBlock is { IsAny: true }).Select(rule => Verdict.Of(
            rule.Resource,
            !Array.Exists(Ports, port => rule.Traffic.Covers(new Traffic("tcp", port, port)) || rule.Traffic.Covers(new Traffic("udp", port, port))),
            "The rule opens a port of remote administration to everybody.",
            new Evidence("rule", rule.ToString())));
}
