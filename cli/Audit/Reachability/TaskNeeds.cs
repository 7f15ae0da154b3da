using System.Collections.Immutable;
using System.Net.Sockets;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>
/// What Fargate must reach to start a task, read from the task definition and not from the stated flows: a need that was
/// forgotten in the statement is found all the same.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html"/>
internal sealed class TaskNeeds
{
    private static readonly Traffic Https = new("tcp", 443, 443);
    private static readonly Traffic Dns = new("udp", 53, 53);

    private readonly AuditedStack _stack;
    private readonly ILookup<NetworkNode?, NetworkPath> _from;

    public TaskNeeds(AuditedStack stack, ImmutableArray<NetworkPath> paths)
    {
        _stack = stack;
        _from = paths.ToLookup(path => path.Source.Node);
    }

    /// <summary>What the tasks of a service cannot reach.</summary>
    public IEnumerable<FlowProblem> Problems(NetworkNode node)
    {
        if (!_from[node].Any(path => path.Destination.Kind == PathEndKind.Resolver && path.Traffic.Covers(Dns)))
            yield return new FlowProblem($"{node} cannot ask the VPC's DNS resolver.", node.Resource);
        foreach (var need in Of(node))
        {
            foreach (var problem in Problems(node, need)) yield return problem;
        }
    }

    /// <summary>The AWS APIs that the tasks of a service need.</summary>
    public IEnumerable<AwsNeed> Of(NetworkNode node)
    {
        if (_stack.Find(node.Resource, "taskDefinition", DeclaredContainer.TaskDefinition) is not { } task) yield break;
        var containers = _stack.ContainersOf(task).ToList();
        if (containers.Any(container => container.Image.Contains(".dkr.ecr.", StringComparison.Ordinal)))
        {
            yield return new AwsNeed("ecr.api", "sign in to the registry", "ecr:GetAuthorizationToken");
            yield return new AwsNeed("ecr.dkr", "pull the image", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");
            yield return new AwsNeed("s3", "download the image's layers", "s3:GetObject");
        }

        if (containers.Any(container => container.Text("logConfiguration.logDriver") == "awslogs"))
            yield return new AwsNeed("logs", "write logs", "logs:CreateLogStream", "logs:PutLogEvents");
        var sources = containers.SelectMany(container => container.Secrets).Select(secret => secret.From).ToList();
        if (sources.Any(source => source.Contains(":secretsmanager:", StringComparison.Ordinal)))
            yield return new AwsNeed("secretsmanager", "read secrets", "secretsmanager:GetSecretValue");
        if (sources.Any(source => !source.Contains(":secretsmanager:", StringComparison.Ordinal)))
            yield return new AwsNeed("ssm", "read parameters", "ssm:GetParameters");
    }

    private IEnumerable<FlowProblem> Problems(NetworkNode node, AwsNeed need)
    {
        var endpoints = _stack.OfType(NodeFinder.Endpoint)
            .Where(endpoint => endpoint.Inputs.Text("vpcId") == node.VpcId && NodeFinder.ServiceOf(endpoint) == need.Service && CapturesName(endpoint))
            .ToList();
        if (endpoints.Count == 0)
        {
            if (!ReachesInternet(node))
                yield return new FlowProblem($"{node} cannot {need.Why}: it has neither an endpoint for {need.Service} nor a way to the internet.", node.Resource);
            yield break;
        }

        foreach (var endpoint in endpoints)
        {
            if (!_from[node].Any(path => LeadsTo(path, endpoint)))
                yield return new FlowProblem($"{node} cannot {need.Why}: it cannot reach the endpoint {endpoint.Name}, to which the name of {need.Service} leads.", node.Resource, endpoint);
            foreach (var action in need.Actions.Where(action => !Permits(endpoint, action)))
                yield return new FlowProblem($"{node} cannot {need.Why}: the policy of the endpoint {endpoint.Name} does not allow {action}.", node.Resource, endpoint);
        }
    }

    private static bool LeadsTo(NetworkPath path, RecordedResource endpoint) =>
        path.Traffic.Covers(Https) && (path.Destination.Node?.Resource == endpoint || path.Destination.Endpoint == endpoint);

    // A gateway endpoint takes the routes, an interface endpoint with private DNS takes the name.
    private static bool CapturesName(RecordedResource endpoint) =>
        endpoint.Inputs.Text("vpcEndpointType") != "Interface" || endpoint.Inputs.Boolean("privateDnsEnabled") is true;

    private bool ReachesInternet(NetworkNode node) => _from[node].Any(path =>
        path is { Family: AddressFamily.InterNetwork, Destination: { Kind: PathEndKind.Outside, Block.PrefixLength: 0 } } && path.Traffic.Covers(Https));

    // Conditions are presumed to hold for the stack's own roles; the rule endpoint-policy evaluates them.
    private bool Permits(RecordedResource endpoint, string action)
    {
        var policies = _stack.PoliciesOf(endpoint).Where(policy => policy.Kind == PolicyKind.Endpoint).ToList();
        if (policies.Count == 0) return true;
        var statements = policies.SelectMany(policy => policy.Document?.Statement ?? []).ToList();
        return statements.Any(statement => statement.Allows && statement.Covers(action))
            && !statements.Any(statement => !statement.Allows && statement.Conditions.IsEmpty && statement.AnyResource && statement.Covers(action));
    }
}

/// <summary>An AWS API that a task calls before its container starts.</summary>
/// <param name="Service">The service as endpoints name it: <c>ecr.api</c>.</param>
/// <param name="Why">What for.</param>
/// <param name="Actions">What an endpoint's policy must let pass.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html"/>
internal sealed record AwsNeed(string Service, string Why, params ImmutableArray<string> Actions);
