using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.GitHubActions;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Delivery;

public sealed class GitHubAccessTests
{
    /// <summary>Characters of a managed policy, white space not counted, and policies of a role.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"/>
    private const int PolicyLimit = 6144;

    private const int AttachmentLimit = 10;

    private static readonly string[] ReadingVerbs = ["Describe", "Get", "List"];

    private static readonly GitHubConfig Settings = new()
    {
        Repository = "example/secure-api",
        StateBucket = "example-pulumi-state",
        StateKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012",
    };

    [Fact]
    public async Task Access_WithoutSettings_DoesNotExist()
    {
        var stack = await StackMatrix.Record(StackCase.Minimal());
        Assert.Empty(stack.OfType("aws:iam/openIdConnectProvider:OpenIdConnectProvider"));
        Assert.All(stack.OfType("aws:iam/role:Role"), role => Assert.Null(role.Inputs["permissionsBoundary"]));
    }

    [Fact]
    public async Task Roles_WithSettings_TrustExactlyTheirJobs()
    {
        var stack = await Record(Settings);
        Assert.Equal(["repo:example/secure-api:environment:prod"], Subjects(stack, "deploy"));
        Assert.Equal(["repo:example/secure-api:pull_request", "repo:example/secure-api:environment:prod-drift"], Subjects(stack, "preview"));
        Assert.Equal("https://token.actions.githubusercontent.com", stack.OfType("aws:iam/openIdConnectProvider:OpenIdConnectProvider").Single().Inputs.Text("url"));
    }

    [Fact]
    public async Task Roles_WithAProviderAndEnvironmentOfTheAccount_UseThem()
    {
        const string Provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
        var stack = await Record(Settings with { ProviderArn = Provider, Environment = "production" });
        Assert.Empty(stack.OfType("aws:iam/openIdConnectProvider:OpenIdConnectProvider"));
        Assert.Contains(Provider, Role(stack, "deploy").Inputs.Text("assumeRolePolicy"), StringComparison.Ordinal);
        Assert.Equal(["repo:example/secure-api:environment:production"], Subjects(stack, "deploy"));
    }

    [Fact]
    public async Task Policies_OfBothRoles_StayInsideIamsLimits()
    {
        var stack = await Record(Settings);
        Assert.All(stack.OfType("aws:iam/policy:Policy"), policy => Assert.InRange(policy.Inputs.Text("policy")!.Length, 1, PolicyLimit));
        Assert.All(
            stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").GroupBy(attachment => attachment.Inputs.Text("role")),
            role => Assert.InRange(role.Count(), 1, AttachmentLimit));
    }

    [Fact]
    public async Task PreviewRole_InEveryStatement_OnlyReads()
    {
        var stack = await Record(Settings);
        var actions = Actions(stack, "preview");
        var changes = from action in actions
                      where action != "kms:Decrypt" && !ReadingVerbs.Any(verb => action.Split(':')[1].StartsWith(verb, StringComparison.Ordinal))
                      select action;
        Assert.Empty(changes);
    }

    [Fact]
    public async Task DeployRole_ForEveryResourceTypeOfTheMatrix_MayMakeIt()
    {
        var allowed = Actions(await Record(Settings), "deploy").ToHashSet(StringComparer.Ordinal);
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var configuration in StackMatrix.Cases)
        {
            var stack = await StackMatrix.Record(configuration);
            types.UnionWith(stack.Resources
                .Where(resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal))
                .Where(resource => !resource.Urn.Contains("secure-api:git-hub-actions:", StringComparison.Ordinal))
                .Select(resource => resource.Type));
        }

        Assert.Empty(types.Except(MakingActions.ByType.Keys, StringComparer.Ordinal).Select(type => $"{type}: add the actions that make it"));
        Assert.Empty(
            from type in types
            from action in MakingActions.ByType[type]
            where !allowed.Contains(action)
            select $"the deploy role lacks {action} for {type}");
    }

    [Fact]
    public async Task Deployments_OnlyUnderTheBoundary_MakeRolesAndNeverTouchTheirOwn()
    {
        var stack = await Record(Settings);
        var guarded = stack.OfType("aws:iam/role:Role").Concat(stack.OfType("aws:iam/policy:Policy"))
            .Where(resource => resource.Inputs.Text("path") == "/ci/").ToList();
        Assert.Equal(2, guarded.Count(resource => resource.Type == "aws:iam/role:Role"));

        // The stack's tags are theirs too, and grant nothing.
        bool OnlyTags(JsonElement statement) => Texts(statement, "Action").All(action => action.StartsWith("iam:Tag", StringComparison.Ordinal) || action.StartsWith("iam:Untag", StringComparison.Ordinal));
        var patterns = Statements(stack, "deploy")
            .Where(statement => !OnlyTags(statement) && Texts(statement, "Action").Any(action => action.StartsWith("iam:", StringComparison.Ordinal) && !ReadingVerbs.Any(verb => action.StartsWith($"iam:{verb}", StringComparison.Ordinal))))
            .SelectMany(statement => Texts(statement, "Resource")).ToList();
        Assert.NotEmpty(patterns);
        Assert.Empty(
            from resource in guarded
            let arn = resource.Outputs.Text("arn")!
            from pattern in patterns
            where Matches(arn, pattern)
            select $"{pattern} reaches {arn}");

        var boundary = guarded.Single(resource => resource.Name.EndsWith("-boundary", StringComparison.Ordinal)).Outputs.Text("arn");
        Assert.All(
            stack.OfType("aws:iam/role:Role").Except(guarded),
            role => Assert.Equal(boundary, role.Inputs.Text("permissionsBoundary")));
        Assert.Contains($"\"iam:PermissionsBoundary\":\"{boundary}\"", Policy(stack, "deploy-roles"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boundary_OfTheServicesRoles_AllowsWhatTheirPoliciesAllow()
    {
        var settings = StackCase.Minimal();
        var stack = await StackMatrix.Record(settings with
        {
            Github = Settings,
            Gateway = settings.Gateway with { Deployment = new SecureApi.Ecs.DeploymentConfig { Strategy = SecureApi.Ecs.DeploymentStrategy.Canary } },
        });
        var boundary = Texts(Policy(stack, "-boundary"), "Action");
        var used = stack.OfType("aws:iam/policy:Policy").Where(policy => policy.Inputs["path"] is null).SelectMany(policy => Texts(policy.Inputs.Text("policy")!, "Action"));
        Assert.Empty(used.Except(boundary, StringComparer.Ordinal));
    }

    private static Task<RecordedStack> Record(GitHubConfig github) => StackMatrix.Record(StackCase.Minimal() with { Github = github });

    private static RecordedResource Role(RecordedStack stack, string label) =>
        stack.OfType("aws:iam/role:Role").Single(role => role.Inputs.Text("path") == "/ci/" && role.Name.EndsWith($"-{label}", StringComparison.Ordinal));

    private static List<string> Subjects(RecordedStack stack, string label)
    {
        using var json = JsonDocument.Parse(Role(stack, label).Inputs.Text("assumeRolePolicy")!);
        var subject = json.RootElement.GetProperty("Statement")[0].GetProperty("Condition").GetProperty("StringEquals").GetProperty("token.actions.githubusercontent.com:sub");
        return subject.ValueKind == JsonValueKind.String ? [subject.GetString()!] : [.. subject.EnumerateArray().Select(item => item.GetString()!)];
    }

    private static string Policy(RecordedStack stack, string ending) =>
        stack.OfType("aws:iam/policy:Policy").Single(policy => policy.Name.EndsWith(ending, StringComparison.Ordinal)).Inputs.Text("policy")!;

    private static IEnumerable<JsonElement> Statements(RecordedStack stack, string label) =>
        from policy in stack.OfType("aws:iam/policy:Policy")
        where policy.Inputs.Text("path") == "/ci/" && policy.Name.Contains($"-{label}-", StringComparison.Ordinal)
        from statement in Statements(policy.Inputs.Text("policy")!)
        select statement;

    private static IEnumerable<string> Actions(RecordedStack stack, string label) =>
        Statements(stack, label).SelectMany(statement => Texts(statement, "Action"));

    private static List<string> Texts(string policy, string member) =>
        [.. Statements(policy).SelectMany(statement => Texts(statement, member))];

    private static List<JsonElement> Statements(string policy)
    {
        using var json = JsonDocument.Parse(policy);
        return [.. json.RootElement.GetProperty("Statement").EnumerateArray().Select(statement => statement.Clone())];
    }

    private static List<string> Texts(JsonElement statement, string member) => statement.GetProperty(member) is { ValueKind: JsonValueKind.String } one
        ? [one.GetString()!]
        : [.. statement.GetProperty(member).EnumerateArray().Select(item => item.GetString()!)];

    private static bool Matches(string arn, string pattern) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, arn, ignoreCase: false);
}
