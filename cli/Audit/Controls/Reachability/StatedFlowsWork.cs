using SecureApi.Cli.Audit.Reachability;

namespace SecureApi.Cli.Audit.Controls.Reachability;

/// <summary>Every flow that the architecture states can carry traffic.</summary>
public sealed class StatedFlowsWork : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "reach-stated-flows-work",
        Title = "Every flow that the architecture states can carry traffic",
        Why = "A statement that the network contradicts is a fault of one of them: a missing rule, route, endpoint or name stops the API.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
        Severity = Severity.High,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var flow in stack.Reachability.Flows)
        {
            var evidence = new Evidence($"flow {flow.Connection.Id}", $"{FlowResult.Label(flow.Connection.Source)} -> {FlowResult.Label(flow.Connection.Destination)}, {flow.Connection.Protocol} {flow.Connection.Port}: {flow.State}");
            if (flow.State != FlowState.Broken)
                yield return new Verdict { Outcome = Outcome.Met, Resource = null, Evidence = [evidence] };
            foreach (var problem in flow.Problems)
            {
                yield return new Verdict
                {
                    Outcome = Outcome.NotMet,
                    Resource = problem.Resources.FirstOrDefault(),
                    Problem = $"The flow {flow.Connection.Id} cannot work. {problem.Text}",
                    Evidence = [evidence],
                    Related = [.. problem.Resources.Skip(1)],
                };
            }
        }
    }
}
