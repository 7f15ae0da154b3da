namespace SecureApi.Cli.Audit.Controls.Reachability;

/// <summary>Every security group rule belongs to a stated flow.</summary>
public sealed class RulesAreStated : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "reach-stated-rules",
        Title = "Every security group rule belongs to a stated flow",
        Why = "A rule wider than its purpose waits for the route that makes it a hole.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        Severity = Severity.High,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        var excess = stack.Reachability.Excess.ToLookup(rule => rule.Rule);
        foreach (var rule in stack.Reachability.Rules)
        {
            var found = excess[rule].ToList();
            if (found.Count == 0) yield return Verdict.Of(rule.Resource, met: true, "", new Evidence("rule", rule.ToString()));
            foreach (var one in found)
            {
                var where = one.Nodes.IsEmpty ? "a group that nothing has" : string.Join(", ", one.Nodes.Select(node => node.Label));
                yield return Verdict.Of(
                    rule.Resource,
                    met: false,
                    $"The rule ({rule}) on {where} opens {string.Join(", ", one.Excess)} without a stated flow.",
                    new Evidence("rule", rule.ToString())) with
                { Related = [.. one.Nodes.Select(node => node.Resource)] };
            }
        }
    }
}
