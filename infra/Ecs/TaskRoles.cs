using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.Ecs;

/// <summary>
/// The two roles of a task: with one, ECS prepares it (pulls the image, reads secrets, writes logs); with the other the
/// container itself calls AWS. The second may do nothing: no container of this stack calls AWS.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"/>
public sealed class TaskRoles : ComponentResource
{
    private const string EcsTasks = "ecs-tasks.amazonaws.com";

    /// <summary>A managed policy has at most 6,144 characters, and the ARN of a secret up to 250.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"/>
    private const int SecretsPerPolicy = 20;

    /// <summary>Declares both roles.</summary>
    /// <param name="name">The root of the roles' names.</param>
    /// <param name="args">What the tasks need.</param>
    /// <param name="options">Parent and providers.</param>
    public TaskRoles(string name, TaskRolesArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:ecs:TaskRoles", name, options)
    {
        var source = new ServiceRoleSource(args.AccountId, args.AccountId.Apply(account =>
            $"arn:{args.Region.Partition}:ecs:{args.Region.Name}:{account}:*"));
        var start = new NamedPolicy("start", args.RepositoryArn.Apply(repository =>
            args.LogGroupArn.Apply(logGroup => Start(repository, logGroup))));
        var secrets = args.SecretArns.Chunk(SecretsPerPolicy).Select((arns, index) =>
            new NamedPolicy(index == 0 ? "secrets" : $"secrets-{index + 1}", Output.All(arns).Apply(known =>
                args.KeyArn.Apply(key => ReadSecrets(known, key, args.Region)))));
        ImmutableArray<NamedPolicy> policies = [start, .. secrets];

        var child = new ComponentResourceOptions { Parent = this };
        Execution = new ServiceRole($"{name}-exec", new ServiceRoleArgs
        {
            Service = EcsTasks,
            Source = source,
            Boundary = args.PermissionsBoundary,
            Description = $"Starts tasks of {args.ServiceName}",
            Policies = policies,
        }, child);
        Task = new ServiceRole($"{name}-task", new ServiceRoleArgs
        {
            Service = EcsTasks,
            Source = source,
            Boundary = args.PermissionsBoundary,
            Description = $"What containers of {args.ServiceName} may do in AWS: nothing",
        }, child);
        RegisterOutputs();
    }

    /// <summary>The role with which ECS starts a task.</summary>
    public ServiceRole Execution { get; }

    /// <summary>The role of the container.</summary>
    public ServiceRole Task { get; }

    private static PolicyDocument Start(string repositoryArn, string logGroupArn) => new(
        new PolicyStatement
        {
            Sid = "SignInToTheRegistry",
            Actions = ["ecr:GetAuthorizationToken"],

            // The action knows no resource.
            Resources = ["*"],
        },
        new PolicyStatement
        {
            Sid = "PullTheImage",
            Actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resources = [repositoryArn],
        },
        new PolicyStatement
        {
            Sid = "WriteLogs",
            Actions = ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resources = [$"{logGroupArn}:*"],
        });

    private static PolicyDocument ReadSecrets(ImmutableArray<string> secretArns, string keyArn, AwsRegion region) => new(
        new PolicyStatement
        {
            Sid = "ReadTheTasksSecrets",
            Actions = ["secretsmanager:GetSecretValue"],
            Resources = secretArns,
        },
        new PolicyStatement
        {
            Sid = "DecryptThem",
            Actions = ["kms:Decrypt"],
            Resources = [keyArn],
            Conditions =
            [
                new PolicyCondition("StringEquals", "kms:ViaService", $"secretsmanager.{region.Name}.{region.DnsSuffix}"),
            ],
        });
}

/// <summary>The arguments of <see cref="TaskRoles"/>.</summary>
public sealed record TaskRolesArgs
{
    /// <summary>The service's name, for descriptions.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The account: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region, for ARNs.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The repository to pull from.</summary>
    public required Output<string> RepositoryArn { get; init; }

    /// <summary>The log group to write to.</summary>
    public required Output<string> LogGroupArn { get; init; }

    /// <summary>The secrets to read.</summary>
    public required ImmutableArray<Output<string>> SecretArns { get; init; }

    /// <summary>The key that encrypts the secrets.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The ARN of a policy that bounds every role made here; null for none.</summary>
    public Output<string>? PermissionsBoundary { get; init; }
}
