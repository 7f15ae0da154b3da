using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Resource policies let in nobody without a condition.</summary>
public sealed class ResourcesAreNotPublic : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "policy-not-public",
        Title = "Resource policies let in nobody without a condition",
        Why = "A policy for everybody makes keys, topics and buckets public.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        Severity = Severity.Critical,
        References = [Reference.Fsbp("KMS.5"), Reference.Fsbp("SNS.4"), Reference.Fsbp("S3.2"), Reference.Fsbp("S3.3")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var policy in stack.Policies.Where(policy => policy.Kind is PolicyKind.Resource))
        {
            var faults = policy.Allowing.Where(IsFault).ToList();
            if (faults.Count == 0)
                yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} lets everybody in.", policy.Quote(statement));
        }
    }

    private static readonly string[] Holding =
    [
        "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalArn", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOwner",
        "aws:SourceVpc", "aws:SourceVpce", "kms:CallerAccount",
    ];

    private static bool IsFault(ParsedStatement statement) => (statement.Principals.IsEmpty || statement.Principals.Any(principal => principal.IsAnyone))
        && !Array.Exists(Holding, statement.Restricts);
}
