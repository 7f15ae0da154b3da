namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>Only ports 80 and 443 are open to everybody.</summary>
public sealed class OpenPortsAreWeb : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "sg-open-ports",
        Title = "Only ports 80 and 443 are open to everybody",
        Why = "Every other open port is a service that nobody meant to publish.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("EC2.18")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Reachability.Rules.Where(rule => rule.IsIngress && rule.PeerBlock is { IsAny: true }).Select(rule => Verdict.Of(
            rule.Resource,
            rule.Traffic is { Protocol: "tcp", From: 80, To: 80 } or { Protocol: "tcp", From: 443, To: 443 },
            $"The rule opens {rule.Traffic} to everybody.",
            new Evidence("rule", rule.ToString())));
}
