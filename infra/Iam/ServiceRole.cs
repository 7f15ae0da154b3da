using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Iam;

namespace SecureApi.Iam;

/// <summary>
/// A role that one AWS service assumes for this account only, with customer-managed policies attached.
/// </summary>
/// <remarks>
/// Managed and attached rather than inline: policies are versioned, listed and audited on their own (IAM.2 and the CIS
/// benchmark ask for no inline policies).
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"/>
public sealed class ServiceRole : ComponentResource
{
    /// <summary>Declares the role, its policies and their attachments.</summary>
    /// <param name="name">The logical name of the role; policies add their label.</param>
    /// <param name="args">Service, conditions and permissions.</param>
    /// <param name="options">Parent and providers.</param>
    public ServiceRole(string name, ServiceRoleArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:iam:ServiceRole", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var roleArgs = new RoleArgs
        {
            Description = args.Description,
            AssumeRolePolicy = args.Source is { } source
                ? source.AccountId.Apply(account => source.ArnPattern.Apply(pattern => Trust(args.Service, account, pattern).ToJson()))
                : Trust(args.Service).ToJson(),
        };
        if (args.Boundary is { } boundary) roleArgs.PermissionsBoundary = boundary;
        var role = new Role(name, roleArgs, child);

        var attachments = ImmutableArray.CreateBuilder<Resource>(args.Policies.Length);
        foreach (var (label, document) in args.Policies)
        {
            var policy = new Policy($"{name}-{label}", new PolicyArgs
            {
                Description = $"{args.Description}: {label}",
                PolicyDocument = document.Apply(policyDocument => policyDocument.ToJson()),
            }, child);
            attachments.Add(new RolePolicyAttachment($"{name}-{label}", new RolePolicyAttachmentArgs
            {
                Role = role.Name,
                PolicyArn = policy.Arn,
            }, child));
        }

        Arn = role.Arn;
        Attachments = attachments.MoveToImmutable();
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The role's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The policy attachments: resources that use the role must wait for them.</summary>
    public ImmutableArray<Resource> Attachments { get; }

    private static PolicyDocument Trust(string service) => new(
        new PolicyStatement
        {
            Sid = "ThisService",
            Principal = PolicyPrincipal.Service(service),
            Actions = ["sts:AssumeRole"],
        });

    private static PolicyDocument Trust(string service, string accountId, string sourceArnPattern) => new(
        new PolicyStatement
        {
            Sid = "ThisAccountOnly",
            Principal = PolicyPrincipal.Service(service),
            Actions = ["sts:AssumeRole"],
            Conditions =
            [
                PolicyCondition.SourceAccount(accountId),
                PolicyCondition.SourceArn(sourceArnPattern),
            ],
        });
}

/// <summary>The arguments of <see cref="ServiceRole"/>.</summary>
public sealed record ServiceRoleArgs
{
    /// <summary>The service principal that takes on the role, such as <c>ecs-tasks.amazonaws.com</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The account and the resources on whose behalf the service must act; null where it does not say for whom it acts.</summary>
    public ServiceRoleSource? Source { get; init; }

    /// <summary>The ARN of a policy that bounds whatever is attached to the role; null for none.</summary>
    public Output<string>? Boundary { get; init; }

    /// <summary>What the role is for, as the console shows it.</summary>
    public required string Description { get; init; }

    /// <summary>The permissions, a managed policy of our own for each label. Empty for a role that may do nothing.</summary>
    public ImmutableArray<NamedPolicy> Policies { get; init; } = [];
}

/// <summary>A policy and its label, unique within the role.</summary>
/// <param name="Label">The end of the policy's logical name.</param>
/// <param name="Document">What it allows.</param>
public sealed record NamedPolicy(string Label, Output<PolicyDocument> Document);

/// <summary>On whose behalf a service takes on a role.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"/>
/// <param name="AccountId">The account: twelve digits.</param>
/// <param name="ArnPattern">The resources: an ARN with wildcards.</param>
public sealed record ServiceRoleSource(Output<string> AccountId, Output<string> ArnPattern);
