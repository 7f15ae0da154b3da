using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Iam;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>
/// How GitHub Actions gets into the account: the provider of its tokens, a role that only reads, for previews, and a role that
/// deploys, for jobs of one environment.
/// </summary>
/// <seealso href="https://docs.github.com/en/actions/reference/security/oidc"/>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html"/>
public sealed class GitHubActionsRoles : ComponentResource
{
    /// <summary>Who signs the tokens.</summary>
    public const string Issuer = "token.actions.githubusercontent.com";

    /// <summary>Whom the tokens are for: aws-actions/configure-aws-credentials asks for this audience in every partition.</summary>
    private const string Audience = "sts.amazonaws.com";

    /// <summary>What a job of a pull request runs on: the merge of its branch.</summary>
    private const string PullRequests = "refs/pull/*/merge";

    private const int PreviewSeconds = 3600;

    /// <summary>A deployment may bake for three hours.</summary>
    private const int DeploySeconds = 4 * 3600;

    /// <summary>Declares provider, roles and policies.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Who comes, and what the stack consists of.</param>
    /// <param name="options">Parent and providers.</param>
    public GitHubActionsRoles(string name, GitHubActionsRolesArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:git-hub-actions:GitHubActionsRoles", name, options)
    {
        var settings = args.Settings;
        var environment = settings.Environment ?? args.Names.Stack;
        var provider = settings.ProviderArn is { } existing
            ? Output.Create(existing)
            : new OpenIdConnectProvider($"{name}-github", new OpenIdConnectProviderArgs
            {
                Url = $"https://{Issuer}",
                ClientIdLists = { Audience },
            }, new CustomResourceOptions { Parent = this }).Arn;

        var arns = args.AccountId.Apply(account => new StackArns(account, args.Region, args.Names));
        Output<PolicyDocument> Policy(Func<StackArns, PolicyDocument> document) => arns.Apply(document);
        SortedDictionary<string, Output<PolicyDocument>> Reading() => new(StringComparer.Ordinal)
        {
            ["read-infra"] = Output.Create(ReadPermissions.ForInfrastructure()),
            ["read-work"] = Policy(ReadPermissions.ForWorkload),
        };

        var preview = Reading();
        var deploy = Reading();
        deploy["network"] = Policy(NetworkPermissions.For);
        deploy["edge"] = Policy(scope => EdgePermissions.For(scope, args.HostedZoneId));
        deploy["services"] = Policy(ServicePermissions.For);
        deploy["data"] = Policy(DataPermissions.For);
        deploy["observe"] = Policy(ObservabilityPermissions.For);
        deploy["roles"] = arns.Apply(scope => args.BoundaryArn.Apply(boundary => RolePermissions.For(scope, boundary)));
        if (settings.StateBucket is not null || settings.StateKeyArn is not null)
        {
            preview["state"] = Policy(scope => StatePermissions.ToRead(settings, scope)!);
            deploy["state"] = Policy(scope => StatePermissions.ToWrite(settings, scope)!);
        }

        var repository = $"repo:{args.Repository}";
        var branch = $"refs/heads/{settings.Branch}";
        PreviewRoleArn = Role($"{name}-preview", "Reads the stack for previews in GitHub Actions", PreviewSeconds, preview,
            provider, [$"{repository}:pull_request", $"{repository}:environment:{environment}-drift"], [branch, PullRequests]);
        DeployRoleArn = Role($"{name}-deploy", "Deploys the stack from GitHub Actions", DeploySeconds, deploy,
            provider, [$"{repository}:environment:{environment}"], [branch]);
        RegisterOutputs(new Dictionary<string, object?> { ["previewRoleArn"] = PreviewRoleArn, ["deployRoleArn"] = DeployRoleArn });
    }

    /// <summary>The role that reads.</summary>
    public Output<string> PreviewRoleArn { get; }

    /// <summary>The role that deploys.</summary>
    public Output<string> DeployRoleArn { get; }

    private Output<string> Role(
        string label, string description, int seconds, SortedDictionary<string, Output<PolicyDocument>> policies,
        Output<string> provider, ImmutableArray<string> subjects, ImmutableArray<string> refs)
    {
        var child = new CustomResourceOptions { Parent = this };
        var role = new Role(label, new RoleArgs
        {
            // Workflows name the role.
            Name = label,
            Path = StackArns.GuardedPath,
            Description = description,
            MaxSessionDuration = seconds,
            AssumeRolePolicy = provider.Apply(arn => Trust(arn, subjects, refs).ToJson()),
        }, child);
        foreach (var (part, document) in policies)
        {
            var policy = new Policy($"{label}-{part}", new PolicyArgs
            {
                Path = StackArns.GuardedPath,
                Description = $"{description}: {part}",
                PolicyDocument = document.Apply(value => value.ToJson()),
            }, child);
            new RolePolicyAttachment($"{label}-{part}", new RolePolicyAttachmentArgs { Role = role.Name, PolicyArn = policy.Arn }, child);
        }

        return role.Arn;
    }

    /// <summary>
    /// Who may take on a role. A job of an environment has the environment in its subject and not the branch, which is a claim of its
    /// own: without the condition, only GitHub's settings of the environment would keep other branches out. A partition in which STS
    /// does not know the claim leaves the condition out.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif"/>
    /// <seealso href="https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/"/>
    private static PolicyDocument Trust(string provider, ImmutableArray<string> subjects, ImmutableArray<string> refs) => new(new PolicyStatement
    {
        Sid = "TheseJobsOnly",
        Principal = PolicyPrincipal.Federated(provider),
        Actions = ["sts:AssumeRoleWithWebIdentity"],
        Conditions =
        [
            new PolicyCondition("StringEquals", $"{Issuer}:aud", Audience),
            new PolicyCondition("StringEquals", $"{Issuer}:sub", subjects),
            new PolicyCondition("StringLikeIfExists", $"{Issuer}:ref", refs),
        ],
    });
}

/// <summary>The arguments of <see cref="GitHubActionsRoles"/>.</summary>
public sealed record GitHubActionsRolesArgs
{
    /// <summary>Owner and name of the repository.</summary>
    public required string Repository { get; init; }

    /// <summary>Environment, provider and state.</summary>
    public required GitHubConfig Settings { get; init; }

    /// <summary>The account: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The stack's region.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The stack's names.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>The public zone in which the deployment writes records; null when DNS is elsewhere.</summary>
    public required string? HostedZoneId { get; init; }

    /// <summary>The policy that bounds the roles that a deployment makes.</summary>
    public required Output<string> BoundaryArn { get; init; }
}
