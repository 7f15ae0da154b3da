using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on IAM and resource policies.</summary>
internal static class IamRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "iam-policy-well-formed",
            Title = "Policy documents can be read and use the current language",
            Why = "A document that IAM reads differently from its author grants something else.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
            Severity = Severity.Medium,
            Evaluate = stack => stack.Policies.Select(policy => Evaluation.Of(
                policy.Resource,
                policy.Document is { Version: "2012-10-17" },
                policy.Error is { } error ? $"The document in {policy.Property} cannot be read: {error}." : $"The document in {policy.Property} does not use the version 2012-10-17.",
                new Evidence($"{policy.Property}.Version", policy.Document?.Version ?? "(not readable)"))),
        },
        new()
        {
            Id = "iam-no-administrator",
            Title = "No policy allows everything",
            Why = "Whoever gets hold of such a role owns the account.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("IAM.1"), Reference.Cis("1.16", "v1.4.0"), Reference.Pci("7.2.1", "v3.2.1")],
            Evaluate = stack => Statements(stack, PolicyKind.Identity, "allows every action on everything",
                (_, statement) => statement.Actions.Contains("*") && statement.AnyResource),
        },
        new()
        {
            Id = "iam-no-wildcard-actions",
            Title = "Policies name their actions",
            Why = "A wildcard grants what the service will invent tomorrow.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("IAM.21")],
            Evaluate = stack => Statements(stack, PolicyKind.Identity, "allows actions by wildcard",
                (_, statement) => statement.Actions.Any(action => action.AsSpan().ContainsAny('*', '?'))),
        },
        new()
        {
            Id = "iam-no-wildcard-resources",
            Title = "Policies name their resources",
            Why = "A wildcard grants what others will create tomorrow. Settings may be read by wildcard, content may not.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
            Severity = Severity.Medium,
            Evaluate = stack => Statements(stack, PolicyKind.Identity, "names every resource",
                (_, statement) => statement.Resources.Any(IsWide) && !IsNarrowed(statement) && !statement.Actions.All(IsHarmless)),
        },
        new()
        {
            Id = "iam-no-escalation",
            Title = "No policy lets its holder gain more",
            Why = "A role that can pass roles or change policies can make itself administrator.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_access-management.html",
            Severity = Severity.High,
            Evaluate = stack => Statements(stack, PolicyKind.Identity, "lets its holder gain rights that it does not have",
                (policy, statement) => Escalates(statement, policy, stack)),
        },
        new()
        {
            Id = "iam-decrypt-named-keys",
            Title = "Policies that decrypt name the keys",
            Why = "Who may decrypt with every key may read everything that is encrypted. A tag of the key narrows a statement as a name does; AWS Security Hub looks at names alone, and will report it.",
            Document = "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("KMS.1"), Reference.Fsbp("KMS.2")],
            Evaluate = stack => Statements(WithoutBoundaries(stack), "decrypts with every key", (_, statement) => DecryptsWithEveryKey(statement)),
        },
        new()
        {
            Id = "iam-no-negated-allow",
            Title = "Nothing is allowed by leaving something out",
            Why = "Whatever is not named is allowed, and that grows by itself.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
            Severity = Severity.High,
            Evaluate = stack => Statements(stack.Policies, "allows by NotAction, NotResource or NotPrincipal",
                (_, statement) => statement.Negations.Length > 0),
        },
        new()
        {
            Id = "iam-no-inline-policies",
            Title = "Roles have managed policies, no inline ones",
            Why = "Inline policies have no versions and are listed nowhere.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
            Severity = Severity.Low,
            Evaluate = stack =>
            [
                .. stack.OfType("aws:iam/role:Role").Select(role => Evaluation.Of(
                    role, role.Inputs.List("inlinePolicies").Count == 0, "The role has an inline policy.", "inlinePolicies")),
                .. Inline.SelectMany(stack.OfType).Select(policy => Evaluation.Of(
                    policy, compliant: false, "The policy is inline.", new Evidence("type", policy.Type))),
            ],
        },
        new()
        {
            Id = "iam-own-policies",
            Title = "Roles have only policies of this stack",
            Why = "AWS's managed policies are written for everybody: they allow more than any one role needs, and AWS changes them.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
            Severity = Severity.Medium,
            Evaluate = stack =>
            [
                .. stack.OfType("aws:iam/role:Role").Select(role => Evaluation.Of(
                    role, role.Inputs.List("managedPolicyArns").Texts.All(arn => stack.Find(arn) is not null), "The role has a policy from outside the stack.", "managedPolicyArns")),
                .. stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").Select(attachment => Evaluation.Of(
                    attachment, stack.Find(attachment.Inputs.Text("policyArn")) is not null, "The attached policy is from outside the stack.", "policyArn")),
            ],
        },
        new()
        {
            Id = "iam-no-users",
            Title = "The stack declares no IAM users and no access keys",
            Why = "Long-lived keys leak; roles give keys that expire.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("IAM.2"), Reference.Cis("1.14")],
            Evaluate = NoUsers,
        },
        new()
        {
            Id = "iam-trust-named",
            Title = "Trust policies name who may take on a role",
            Why = "A role that anybody can take on is anybody's.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html",
            Severity = Severity.Critical,
            Evaluate = stack => Statements(stack, PolicyKind.Trust, "trusts a principal that is not named closely enough",
                (policy, statement) => TrustsTooMany(statement, policy)),
        },
        new()
        {
            Id = "iam-trust-confused-deputy",
            Title = "Trust policies for services name the account or resource they act for",
            Why = "Otherwise somebody else's resource can make the service use this role: a confused deputy.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
            Severity = Severity.High,
            Evaluate = stack => Statements(stack, PolicyKind.Trust, "does not say for whom the service acts",
                (_, statement) => statement.Principals.Any(principal => principal.IsService && !WithoutSource.Contains(principal.Value)) && !HasSource(statement)),
        },
        new()
        {
            Id = "policy-confused-deputy",
            Title = "Resource policies for services name the account or resource they act for",
            Why = "Otherwise somebody else's resource can make the service write here or decrypt: a confused deputy.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
            Severity = Severity.High,
            Evaluate = stack => Statements(stack, PolicyKind.Resource, "does not say for whom the service acts",
                (_, statement) => statement.Principals.Any(principal => principal.IsService) && !HasSource(statement) && !HasEncryptionContext(statement)),
        },
        new()
        {
            Id = "policy-not-public",
            Title = "Resource policies allow nobody without a condition",
            Why = "A policy for everybody makes keys, topics and buckets public.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
            Severity = Severity.Critical,
            References = [Reference.Fsbp("KMS.5"), Reference.Fsbp("SNS.4"), Reference.Fsbp("S3.2"), Reference.Fsbp("S3.3")],
            Evaluate = stack => Statements(stack, PolicyKind.Resource, "lets everybody in",
                (_, statement) => (statement.Principals.Length == 0 || statement.Principals.Any(principal => principal.IsAnyone)) && !Array.Exists(CallerKeys, statement.Restricts)),
        },
        new()
        {
            Id = "policy-own-account",
            Title = "Resource policies allow only this account",
            Why = "Another account's administrators decide who uses what it was let into.",
            Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("S3.6")],
            Evaluate = stack => Statements(stack, PolicyKind.Resource, "lets another account in",
                (_, statement) => statement.Principals.Any(principal => principal.Account is { } account && account != OwnAccount(stack))),
        },
    ];

    // AWS defines no resource for these actions: a policy can only say "*".
    // https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    private static readonly string[] WithoutResource =
    [
        "cloudwatch:PutMetricData", "ecr:GetAuthorizationToken", "ecs:DeregisterTaskDefinition", "ecs:RegisterTaskDefinition",
        "elasticloadbalancing:SetWebACL", "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DeleteQueryDefinition",
        "logs:PutQueryDefinition", "logs:PutResourcePolicy", "logs:UpdateLogDelivery", "route53:AssociateVPCWithHostedZone",
        "route53:CreateHostedZone", "servicediscovery:UntagResource", "sns:SetSubscriptionAttributes", "sns:Unsubscribe",
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

    private static bool IsNarrowed(PolicyStatement statement) => statement.Conditions.Any(condition =>
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

    // Each action gives its caller another principal's permissions, or new ones.
    private static readonly string[] Escalating =
    [
        "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:AttachGroupPolicy",
        "iam:PutRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:AddUserToGroup", "iam:UpdateAssumeRolePolicy",
        "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:CreateServiceSpecificCredential",
    ];

    private static readonly string[] LiftingTheBoundary = ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"];

    private static bool Escalates(PolicyStatement statement, DeclaredPolicy policy, AuditedStack stack) =>
        (statement.Covers("iam:PassRole") && (!statement.Restricts("iam:PassedToService") || statement.AnyResource))
        || (statement.AnyResource && (statement.Covers("sts:AssumeRole") || statement.Covers("ecs:RunTask") || statement.Covers("lambda:UpdateFunctionCode")))
        || Array.Exists(LiftingTheBoundary, statement.Covers)
        || (Array.Exists(Escalating, statement.Covers) && !IsCapped(statement, policy, stack));

    // Whoever gains by it stays under a permissions boundary: the statement asks for one, or every role that it speaks of
    // has one and no other can be made.
    private static bool IsCapped(PolicyStatement statement, DeclaredPolicy policy, AuditedStack stack)
    {
        if (statement.Restricts("iam:PermissionsBoundary")) return true;
        if (statement.AnyResource || policy.Allowing.Any(other => other.Covers("iam:CreateRole") && !other.Restricts("iam:PermissionsBoundary"))) return false;
        var roles = stack.OfType("aws:iam/role:Role").Where(role => SpeaksOf(statement, role, stack)).ToList();
        return roles.Count > 0 && roles.TrueForAll(role => role.Inputs.Text("permissionsBoundary") is not null);
    }

    private static bool SpeaksOf(PolicyStatement statement, RecordedResource role, AuditedStack stack)
    {
        bool Matches(string? arn) => arn is not null && statement.Resources.Any(pattern => PolicyPattern.Matches(pattern, arn));
        return Matches(role.Outputs.Text("arn")) || stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").Any(attachment =>
            attachment.Inputs.Text("role") == role.Outputs.Text("name") && Matches(attachment.Inputs.Text("policyArn")));
    }

    // A permissions boundary grants nothing; AWS Security Hub leaves it out as well.
    private static IEnumerable<DeclaredPolicy> WithoutBoundaries(AuditedStack stack)
    {
        var boundaries = stack.OfType("aws:iam/role:Role").Select(role => stack.Find(role.Inputs.Text("permissionsBoundary"))).ToHashSet();
        return stack.Policies.Where(policy => policy.Kind == PolicyKind.Identity && !boundaries.Contains(policy.Resource));
    }

    private static bool DecryptsWithEveryKey(PolicyStatement statement) =>
        (statement.Covers("kms:Decrypt") || statement.Covers("kms:ReEncryptFrom"))
        && statement.Resources.Any(resource => resource.Trim('*').Length == 0 || resource.EndsWith(":key/*", StringComparison.Ordinal))
        && !statement.Conditions.Any(condition => condition.Key.StartsWith("aws:ResourceTag/", StringComparison.OrdinalIgnoreCase) && condition.Restricts(condition.Key));

    private static readonly string[] Inline = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"];

    private static IEnumerable<Evaluation> NoUsers(AuditedStack stack)
    {
        var found = UserTypes.SelectMany(stack.OfType).ToList();
        if (found.Count == 0 && stack.OfType("aws:iam/role:Role").Count > 0)
            yield return new Evaluation { Compliance = Compliance.Compliant, Resource = null, Evidence = [new Evidence("users and access keys", "none")] };
        foreach (var resource in found)
            yield return Evaluation.Of(resource, compliant: false, "The stack declares a long-lived identity.", new Evidence("type", resource.Type));
    }

    private static readonly string[] UserTypes = ["aws:iam/user:User", "aws:iam/accessKey:AccessKey", "aws:iam/userPolicyAttachment:UserPolicyAttachment", "aws:iam/userLoginProfile:UserLoginProfile"];

    // Another account needs an external id, a web identity its audience and subject.
    private static bool TrustsTooMany(PolicyStatement statement, DeclaredPolicy policy) => statement.Principals.IsEmpty || statement.Principals.Any(principal =>
        principal.IsAnyone
        || principal.Value == "*"
        || (principal.Account is { } account && account != Account(policy) && !statement.Restricts("sts:ExternalId") && !statement.Restricts("aws:PrincipalOrgID"))
        || (principal.Kind == "Federated" && !statement.Conditions.Any(condition => condition.Key.EndsWith(":sub", StringComparison.Ordinal) && condition.Restricts(condition.Key))));

    private static string? Account(DeclaredPolicy policy) =>
        policy.Resource.Outputs.Text("arn")?.Split(':') is [_, _, _, _, var account, ..] ? account : null;

    // AWS documents the infrastructure role of ECS without a source; iam:PassRole says who may hand such a role to ECS.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
    private static readonly string[] WithoutSource = ["ecs.amazonaws.com"];

    private static bool HasSource(PolicyStatement statement) =>
        statement.Restricts("aws:SourceAccount") || statement.Restricts("aws:SourceArn") || statement.Restricts("aws:SourceOrgID");

    // The encryption context of a log group names the account as well.
    private static bool HasEncryptionContext(PolicyStatement statement) =>
        statement.Conditions.Any(condition => condition.Key.StartsWith("kms:EncryptionContext:", StringComparison.Ordinal) && condition.Restricts(condition.Key));

    private static readonly string[] CallerKeys =
    [
        "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalArn", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOwner",
        "aws:SourceVpc", "aws:SourceVpce", "kms:CallerAccount",
    ];

    private static string? OwnAccount(AuditedStack stack) =>
        stack.Recorded.Resources.Select(resource => resource.Outputs.Text("ownerId")).FirstOrDefault(id => id is { Length: 12 });

    private static IEnumerable<Evaluation> Statements(AuditedStack stack, PolicyKind kind, string problem, Func<DeclaredPolicy, PolicyStatement, bool> fails) =>
        Statements(stack.Policies.Where(policy => policy.Kind == kind), problem, fails);

    // One evaluation for a policy whose statements are all compliant, or one for each that is not.
    private static IEnumerable<Evaluation> Statements(IEnumerable<DeclaredPolicy> policies, string problem, Func<DeclaredPolicy, PolicyStatement, bool> fails)
    {
        foreach (var policy in policies)
        {
            var failing = policy.Allowing.Where(statement => fails(policy, statement)).ToList();
            if (failing.Count == 0) yield return Evaluation.Of(policy.Resource, compliant: true, "", policy.Quotes);
            foreach (var statement in failing)
                yield return Evaluation.Of(policy.Resource, compliant: false, $"The statement {statement.Sid} {problem}.", policy.Quote(statement));
        }
    }
}
