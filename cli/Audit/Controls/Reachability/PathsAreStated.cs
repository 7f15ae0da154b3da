using SecureApi.Cli.Audit.Reachability;

namespace SecureApi.Cli.Audit.Controls.Reachability;

/// <summary>Every path of the network is one that the architecture states.</summary>
public sealed class PathsAreStated : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "reach-stated-paths",
        Title = "Every path of the network is one that the architecture states",
        Why = "A path that nobody stated is a path that nobody defends.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        Severity = Severity.Critical,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        var proof = stack.Reachability;
        foreach (var node in proof.Nodes)
        {
            var paths = proof.Paths.Where(path => Subject(path) == node).ToList();
            var unstated = paths.Where(path => path.Standing == PathStanding.Unstated).ToList();
            if (unstated.Count == 0)
                yield return Verdict.Of(node.Resource, met: true, "", new Evidence("paths", $"{paths.Count}, all stated"));
            foreach (var path in unstated)
            {
                yield return Verdict.Of(
                    node.Resource,
                    met: false,
                    $"{path.Source} can reach {path.Destination} on {path.Traffic} ({path.Family.ToString().Replace("Ip", "IP", StringComparison.Ordinal)}), and no stated flow asks for it. "
                        + $"On the path: {string.Join(", ", path.Through.Select(resource => resource.Name))}.",
                    new Evidence("path", path.ToString())) with
                { Related = path.Through };
            }
        }
    }

    // A path into the VPC is the matter of whoever is reached, every other one of whoever starts it.
    private static NetworkNode? Subject(NetworkPath path) => path.Destination.Node ?? path.Source.Node;
}
