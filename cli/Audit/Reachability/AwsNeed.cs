using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>An AWS API that a task calls before its container starts.</summary>
/// <param name="Service">The service as endpoints name it: <c>ecr.api</c>.</param>
/// <param name="Why">What for.</param>
/// <param name="Actions">What an endpoint's policy must let pass.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html"/>
internal sealed record AwsNeed(string Service, string Why, params ImmutableArray<string> Actions);
