using SecureApi.Audit.Policies;

namespace SecureApi.Audit.Controls.Identity;

/// <summary>Policies name their resources.</summary>
public sealed class ResourcesAreNamed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-no-wildcard-resources",
        Title = "Policies name their resources",
        Why = "A wildcard grants what others will create tomorrow.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var policy in stack.Policies.Where(policy => policy.Kind is PolicyKind.Identity))
        {
            var faults = policy.Allowing.Where(IsFault).ToList();
            if (faults.Count == 0)
                yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} speaks of every resource.", policy.Quote(statement));
        }
    }

    // AWS defines no resource for these actions: a policy can only say "*".
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
    private static readonly string[] WithoutResource =
    [
        "ecr:GetAuthorizationToken", "sts:GetCallerIdentity", "cloudwatch:PutMetricData", "xray:PutTraceSegments", "xray:PutTelemetryRecords",
    ];

    private static bool IsFault(ParsedStatement statement) => statement.Resources.Any(IsWide)
        && !statement.Actions.All(action => WithoutResource.Contains(action, StringComparer.OrdinalIgnoreCase));

    // Everything, or everything of a service: no part after the account says what.
    private static bool IsWide(string resource) => resource.Trim('*').Length == 0
        || (resource.Split(':', 6) is [_, _, _, _, _, var name] && name.Trim('*', '/', ':').Length == 0);
}
