namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>Every security group rule says what it is for.</summary>
public sealed class RulesAreDescribed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "sg-rules-described",
        Title = "Every security group rule says what it is for",
        Why = "A rule without a purpose is one that nobody dares to remove.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        Severity = Severity.Low,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Reachability.Rules.Select(rule => rule.Resource).Distinct().Select(resource => Verdict.Of(
            resource, resource.Inputs.Text("description") is { Length: > 0 }, "The rule has no description.", "description"));
}
