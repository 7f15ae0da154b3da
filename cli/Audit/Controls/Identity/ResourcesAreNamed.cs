using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Policies name their resources.</summary>
public sealed class ResourcesAreNamed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-no-wildcard-resources",
        Title = "Policies name their resources",
        Why = "A wildcard grants what others will create tomorrow. Settings may be read by wildcard, content may not.",
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
    // https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    private static readonly string[] WithoutResource =
    [
        "cloudwatch:PutMetricData", "ecr:GetAuthorizationToken", "ecs:DeregisterTaskDefinition", "ecs:RegisterTaskDefinition",
        "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DeleteQueryDefinition", "logs:PutQueryDefinition",
        "logs:PutResourcePolicy", "logs:UpdateLogDelivery", "route53:AssociateVPCWithHostedZone", "route53:CreateHostedZone",
        "sts:GetCallerIdentity", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
    ];

    // What reads content and not settings, although its verb is Get.
    private static readonly string[] ReadsContent =
    [
        "s3:GetObject*", "secretsmanager:GetSecretValue", "ssm:GetParameter*", "logs:GetLogEvents", "logs:GetLogRecord",
        "logs:GetQueryResults", "dynamodb:GetItem", "dynamodb:GetRecords", "kinesis:GetRecords", "lambda:GetFunction", "ecr:GetDownloadUrlForLayer",
    ];

    // A tag, or what is being made, narrows a statement as a name does.
    private static readonly string[] NarrowingKeys = ["aws:ResourceTag/", "aws:RequestTag/", "ec2:ResourceTag/", "ec2:CreateAction"];

    private static bool IsFault(ParsedStatement statement) =>
        statement.Resources.Any(IsWide) && !IsNarrowed(statement) && !statement.Actions.All(IsHarmless);

    private static bool IsNarrowed(ParsedStatement statement) => statement.Conditions.Any(condition =>
        Array.Exists(NarrowingKeys, key => condition.Key.StartsWith(key, StringComparison.OrdinalIgnoreCase)) && condition.Restricts(condition.Key));

    private static bool IsHarmless(string action) =>
        WithoutResource.Contains(action, StringComparer.OrdinalIgnoreCase)
        || (ReadsSettings(action) && !Array.Exists(ReadsContent, content => PolicyPattern.Matches(content, action, ignoreCase: true)));

    private static bool ReadsSettings(string action)
    {
        var verb = action[(action.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return !verb.Contains('*', StringComparison.Ordinal)
            && (verb.StartsWith("Describe", StringComparison.Ordinal) || verb.StartsWith("List", StringComparison.Ordinal) || verb.StartsWith("Get", StringComparison.Ordinal));
    }

    // Everything, or everything of a service: no part after the account says what.
    private static bool IsWide(string resource) => resource.Trim('*').Length == 0
        || (resource.Split(':', 6) is [_, _, _, _, _, var name] && name.Trim('*', '/', ':').Length == 0);
}
