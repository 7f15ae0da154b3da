namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>Endpoints let through what the stack needs alone.</summary>
public sealed class EndpointsAreRestricted : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "endpoint-policy",
        Title = "Endpoints let through what the stack needs alone",
        Why = "An open endpoint carries data out to any account, past every firewall.",
        Document = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
        Severity = Severity.Medium,
    };

    private static readonly string[] Holding = ["aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalArn", "aws:ResourceAccount", "aws:ResourceOrgID"];

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var endpoint in stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint"))
        {
            var policies = stack.PoliciesOf(endpoint).ToList();
            var open = policies.SelectMany(policy => policy.Allowing).Where(statement =>
                statement.AnyResource && statement.Principals.Any(principal => principal.IsAnyone) && !Array.Exists(Holding, statement.Restricts)).ToList();
            yield return Verdict.Of(
                endpoint,
                policies.Count > 0 && open.Count == 0,
                policies.Count == 0 ? "The endpoint has no policy, so it lets everything through." : "The endpoint's policy lets everybody reach everything.",
                [.. policies.SelectMany(policy => policy.Allowing.Select(policy.Quote))]);
        }
    }
}
