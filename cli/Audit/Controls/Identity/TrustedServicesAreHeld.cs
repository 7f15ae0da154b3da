using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Trust policies for services name the account or resource they act for.</summary>
public sealed class TrustedServicesAreHeld : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-trust-confused-deputy",
        Title = "Trust policies for services name the account or resource they act for",
        Why = "Otherwise somebody else's resource can make the service use this role: a confused deputy.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        Severity = Severity.High,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var policy in stack.Policies.Where(policy => policy.Kind is PolicyKind.Trust))
        {
            var faults = policy.Allowing.Where(IsFault).ToList();
            if (faults.Count == 0)
                yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} does not say for whom the service acts.", policy.Quote(statement));
        }
    }

    // AWS documents the infrastructure role of ECS without a source; iam:PassRole says who may hand such a role to ECS.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
    private static readonly string[] WithoutSource = ["ecs.amazonaws.com"];

    private static bool IsFault(ParsedStatement statement) => statement.Principals.Any(principal => principal.IsService && !WithoutSource.Contains(principal.Value))
        && !statement.Restricts("aws:SourceAccount") && !statement.Restricts("aws:SourceArn") && !statement.Restricts("aws:SourceOrgID");
}
