using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Tests.Authorization;

/// <summary>Every policy that a stack declares, by what it is attached to; answers whether a call would be allowed.</summary>
internal sealed class DeclaredAccess
{
    private const string AdministratorName = "administrator";

    private readonly Dictionary<string, ImmutableArray<PolicyText>> _identity = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyText> _boundaries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyText> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyText> _endpoints = new(StringComparer.Ordinal);

    public DeclaredAccess(RecordedStack stack)
    {
        Stack = stack;
        Account = One("aws:ec2/vpc:Vpc").Outputs.Text("ownerId")!;
        Region = stack.Region.Name;

        // From AWS's own list of partitions, not from the program.
        (Partition, DnsSuffix) = Region.Split('-') switch
        {
            ["cn", ..] => ("aws-cn", "amazonaws.com.cn"),
            ["us", "gov", ..] => ("aws-us-gov", "amazonaws.com"),
            _ => ("aws", "amazonaws.com"),
        };
        ReadRoles();
        ReadResources();
        foreach (var endpoint in All("aws:ec2/vpcEndpoint:VpcEndpoint"))
        {
            var name = endpoint.Inputs.Text("serviceName")!;
            _endpoints.Add(name[(name.IndexOf(Region, StringComparison.Ordinal) + Region.Length + 1)..], endpoint.Inputs.Text("policy") is { } policy
                ? PolicyText.Parse($"endpoint policy {endpoint.Name}", policy)
                : PolicyText.Everything($"endpoint {endpoint.Name}", forResource: true));
        }
    }

    public RecordedStack Stack { get; }

    public string Account { get; }

    public string Region { get; }

    public string Partition { get; }

    public string DnsSuffix { get; }

    /// <summary>A role that may do everything as far as its own policies go.</summary>
    public Caller Administrator(string? account = null) => new Caller.Role($"arn:{Partition}:iam::{account ?? Account}:role/{AdministratorName}");

    public string Arn(string service, string resource, string? account = null) => $"arn:{Partition}:{service}:{Region}:{account ?? Account}:{resource}";

    public IEnumerable<RecordedResource> All(string type) => Stack.OfType(type);

    public RecordedResource One(string type) => Stack.OfType(type).Single();

    public RecordedResource ByArn(string arn) => Stack.Resources.First(resource => resource.IsCustom && resource.Outputs.Text("arn") == arn);

    /// <summary>Decides a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="endpoint">The service's VPC endpoint, such as <c>ecr.api</c>, which the call passes where the stack declares it; null for a call from elsewhere.</param>
    /// <param name="owner">The account that owns the resource, when it is not the stack's.</param>
    public Decision Decide(AccessRequest request, string? endpoint = null, string? owner = null)
    {
        var role = request.Caller as Caller.Role;
        return PolicyEvaluator.Decide(request, new ApplicablePolicies
        {
            ResourceAccount = owner ?? Account,
            Identity = role is null ? [] : role.Arn.EndsWith($"/{AdministratorName}", StringComparison.Ordinal)
                ? [PolicyText.Everything("an administrator's policy")]
                : _identity.TryGetValue(role.Arn, out var policies) ? policies : throw new InvalidOperationException($"The stack declares no role {role.Arn}."),
            Boundary = role is null ? null : _boundaries.GetValueOrDefault(role.Arn),
            Resource = ResourcePolicy(request.Resource),
            Endpoint = endpoint is null ? null : _endpoints.GetValueOrDefault(endpoint),
        });
    }

    // An object's policy is its bucket's.
    private PolicyText? ResourcePolicy(string resource) =>
        _resources.GetValueOrDefault(resource.Split(':')[Math.Min(2, resource.Count(character => character == ':'))] == "s3" ? resource.Split('/')[0] : resource);

    private void ReadRoles()
    {
        var policies = All("aws:iam/policy:Policy").ToDictionary(
            policy => policy.Outputs.Text("arn")!, policy => PolicyText.Parse($"policy {policy.Name}", policy.Inputs.Text("policy")!), StringComparer.Ordinal);
        PolicyText Find(string arn) => policies.TryGetValue(arn, out var policy) ? policy : throw new InvalidOperationException($"The stack attaches {arn}, which it does not declare.");
        var attached = All("aws:iam/rolePolicyAttachment:RolePolicyAttachment").ToLookup(attachment => attachment.Inputs.Text("role"), attachment => attachment.Inputs.Text("policyArn")!);
        var inline = All("aws:iam/rolePolicy:RolePolicy").ToLookup(policy => policy.Inputs.Text("role"));
        foreach (var role in All("aws:iam/role:Role"))
        {
            var arn = role.Outputs.Text("arn")!;
            _identity.Add(arn,
            [
                .. attached[role.Outputs.Text("name")].Select(Find),
                .. role.Inputs.List("managedPolicyArns").Texts.Select(Find),
                .. inline[role.Outputs.Text("name")].Select(policy => PolicyText.Parse($"policy {policy.Name}", policy.Inputs.Text("policy")!)),
            ]);
            _resources.Add(arn, PolicyText.Parse($"trust policy of {role.Name}", role.Inputs.Text("assumeRolePolicy")!));
            if (role.Inputs.Text("permissionsBoundary") is { } boundary) _boundaries.Add(arn, Find(boundary) with { Name = $"boundary {policies[boundary].Name}" });
        }
    }

    private void ReadResources()
    {
        void Read(string type, string reference, Func<string, string?> arn, string kind)
        {
            foreach (var holder in All(type).Where(holder => holder.Inputs.Text("policy") is not null))
            {
                var target = arn(holder.Inputs.Text(reference) ?? holder.Outputs.Text(reference)!)
                    ?? throw new InvalidOperationException($"{holder} belongs to nothing that the stack declares.");
                _resources.Add(target, PolicyText.Parse($"{kind} {holder.Name}", holder.Inputs.Text("policy")!));
            }
        }

        Read("aws:s3/bucketPolicy:BucketPolicy", "bucket", name => All("aws:s3/bucket:Bucket").FirstOrDefault(bucket => bucket.Id == name)?.Outputs.Text("arn"), "bucket policy");
        Read("aws:kms/key:Key", "arn", arn => arn, "key policy");
        Read("aws:sns/topicPolicy:TopicPolicy", "arn", arn => arn, "topic policy");
        Read("aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn", arn => arn, "secret policy");
        Read("aws:ecr/repositoryPolicy:RepositoryPolicy", "repository", name => All("aws:ecr/repository:Repository").FirstOrDefault(repository => repository.Id == name)?.Outputs.Text("arn"), "repository policy");
    }
}
