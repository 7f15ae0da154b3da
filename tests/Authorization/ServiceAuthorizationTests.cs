using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Authorization;

/// <summary>
/// What the policies say is possible at all, by AWS's tables: a statement whose resources or conditions an action does not know never
/// matches, and nobody notices before a deployment fails.
/// </summary>
public sealed class ServiceAuthorizationTests
{
    /// <summary>What the pipeline does not do: a person does, with the runbook of docs/delivery.md.</summary>
    private static readonly IReadOnlyDictionary<string, string> LeftToPeople = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["iam:CreateOpenIDConnectProvider"] = "the pipeline's own way in",
        ["iam:DeleteOpenIDConnectProvider"] = "the pipeline's own way in",
        ["iam:PutRolePermissionsBoundary"] = "roles that exist get a boundary when the pipeline's roles are made, which a person does",
        ["iam:GetUser"] = "how the provider asks who it is where it may not ask STS; a role may",
    };

    /// <summary>Reads that come before a deletion, which a preview does not do.</summary>
    private static readonly IReadOnlyCollection<string> OnlyBeforeDeletion = ["s3:ListBucketVersions"];

    public static TheoryData<string> Configurations => [.. ContrastingStacks.All.Select(configuration => configuration.Name)];

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task Statements_AsDeclared_CanMatchForEveryActionThatTheyName(string name)
    {
        var stack = await StackMatrix.Record(ContrastingStacks.All.Single(configuration => configuration.Name == name));
        Assert.Empty(
            from policy in stack.OfType("aws:iam/policy:Policy")
            from statement in PolicyText.Parse(policy.Name, policy.Inputs.Text("policy")!).Statements
            from action in statement.Actions ?? []
            from fault in ServiceAuthorization.NeverMatches(statement, action)
            select $"{policy.Name}, {statement.Sid}: {fault}");
    }

    [Fact]
    public async Task Calls_OfTheProvider_AreAllowedToTheDeployRole()
    {
        var statements = await Statements("deploy");
        Assert.Empty(ServiceAuthorization.Calls.Where(call => !LeftToPeople.ContainsKey(call.Action))
            .SelectMany(call => Missing(call.Action, statements)));
    }

    [Fact]
    public async Task Reads_OfTheProvider_AreAllowedToThePreviewRole()
    {
        var statements = await Statements("preview");
        Assert.Empty(ServiceAuthorization.Calls.Where(call => call.IsRead && !LeftToPeople.ContainsKey(call.Action) && !OnlyBeforeDeletion.Contains(call.Action))
            .SelectMany(call => Missing(call.Action, statements)));
    }

    [Fact]
    public async Task Actions_LeftToPeople_AreCalledAndNotAllowed()
    {
        var statements = await Statements("deploy");
        Assert.Empty(LeftToPeople.Keys.Except(ServiceAuthorization.Calls.Select(call => call.Action), StringComparer.Ordinal));
        Assert.DoesNotContain(LeftToPeople.Keys, action => statements.Exists(statement => Names(statement, action)));
    }

    /// <summary>The faults that each check is for.</summary>
    [Theory]
    [InlineData("acm:RequestCertificate", "arn:aws:acm:eu-west-1:123456789012:certificate/*", "{}", "knows no resource")]
    [InlineData("sns:Unsubscribe", "arn:aws:sns:eu-west-1:123456789012:topic", "{}", "knows no resource")]
    [InlineData("s3:GetObject", "arn:aws:s3:::bucket", "{}", "no resource of the statement is one")]
    [InlineData("servicediscovery:TagResource", "*", """{"StringEquals":{"aws:ResourceTag/Stack":"prod"}}""", "no condition key aws:ResourceTag/Stack")]
    [InlineData("kms:RetireGrant", "*", """{"Bool":{"kms:GrantIsForAWSResource":"true"}}""", "no condition key kms:GrantIsForAWSResource")]
    [InlineData("ec2:CreateVpcs", "*", "{}", "add AWS's row")]
    [InlineData("ec2:CreateVpc", "arn:aws:ec2:eu-west-1:123456789012:*", """{"StringEquals":{"aws:RequestTag/Stack":"prod"}}""", null)]
    public void Statement_ThatCannotMatch_IsNamedWithItsFault(string action, string resource, string conditions, string? fault)
    {
        var policy = PolicyText.Parse("policy", $$"""{"Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}","Condition":{{conditions}}}]}""");
        var found = ServiceAuthorization.NeverMatches(Assert.Single(policy.Statements), action).ToList();
        if (fault is null) Assert.Empty(found);
        else Assert.Contains(fault, Assert.Single(found), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Missing(string action, List<PolicyStatementText> statements)
    {
        if (!ServiceAuthorization.Actions.TryGetValue(action, out var facts)) return [$"{action} is not in service-authorization-actions.tsv: add AWS's row"];
        bool Can(ResourceType? type) => statements.Exists(statement =>
            statement.Allows && Names(statement, action) && !ServiceAuthorization.NeverMatches(statement, action, type).Any());
        return facts.Required.IsEmpty
            ? Can(null) ? [] : [action]
            : facts.Required.Where(type => !Can(type)).Select(type => $"{action} on {type.Name}");
    }

    private static bool Names(PolicyStatementText statement, string action) =>
        statement.Actions is { } actions && actions.Contains(action, StringComparer.OrdinalIgnoreCase);

    /// <summary>The statements of one of the pipeline's roles, in the stack that has everything.</summary>
    private static async Task<List<PolicyStatementText>> Statements(string role)
    {
        var stack = await StackMatrix.Record(ContrastingStacks.Everything);
        var own = stack.OfType("aws:iam/role:Role").Single(candidate => candidate.Name.EndsWith($"-{role}", StringComparison.Ordinal));
        var policies = stack.OfType("aws:iam/policy:Policy").Where(policy => policy.Name.StartsWith($"{own.Name}-", StringComparison.Ordinal));
        return [.. policies.SelectMany(policy => PolicyText.Parse(policy.Name, policy.Inputs.Text("policy")!).Statements)];
    }
}
