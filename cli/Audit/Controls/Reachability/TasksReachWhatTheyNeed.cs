namespace SecureApi.Cli.Audit.Controls.Reachability;

/// <summary>Tasks reach the AWS APIs that they need to start.</summary>
public sealed class TasksReachWhatTheyNeed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "reach-task-needs",
        Title = "Tasks reach the AWS APIs that they need to start",
        Why = "A task that cannot pull its image, read its secrets or write its logs does not start, and says little about why.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
        Severity = Severity.High,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var (node, needs, problems) in stack.Reachability.Needs)
        {
            var evidence = new Evidence("needs", string.Join(", ", needs.Prepend("dns")));
            if (problems.IsEmpty) yield return Verdict.Of(node.Resource, met: true, "", evidence);
            foreach (var problem in problems)
                yield return Verdict.Of(node.Resource, met: false, problem.Text, evidence) with { Related = [.. problem.Resources.Skip(1)] };
        }
    }
}
