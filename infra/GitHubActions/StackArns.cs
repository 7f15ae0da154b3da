using System.Collections.Immutable;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>
/// The ARNs of everything that a stack may own, as patterns: by name where AWS's ARNs hold names, by the stack's tags where
/// they hold random ids.
/// </summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">The stack's region.</param>
/// <param name="Names">The stack's names.</param>
internal sealed record StackArns(string Account, AwsRegion Region, ResourceNames Names)
{
    /// <summary>The path of roles and policies that only a person may change: CI's own.</summary>
    public const string GuardedPath = "/ci/";

    /// <summary>A resource of a service in the stack's region and account.</summary>
    public string Regional(string service, string resource) => $"arn:{Region.Partition}:{service}:{Region.Name}:{Account}:{resource}";

    /// <summary>A resource of a service without regions.</summary>
    public string Global(string service, string resource) => $"arn:{Region.Partition}:{service}::{Account}:{resource}";

    /// <summary>A bucket, or what is in it: their ARNs hold neither region nor account.</summary>
    public string S3(string resource) => $"arn:{Region.Partition}:s3:::{resource}";

    /// <summary>A resource of Route 53.</summary>
    public string Route53(string resource) => $"arn:{Region.Partition}:route53:::{resource}";

    /// <summary>Physical names that Pulumi made from the stack's logical ones begin so.</summary>
    public string Prefix => $"{Names.Base}-*";

    /// <summary>The stack's log groups.</summary>
    public ImmutableArray<string> LogGroups =>
    [
        .. new[] { $"{Names.LogGroupPrefix}*", Names.WafLogGroup, Names.ContainerInsightsLogGroup }
            .SelectMany(group => new[] { Regional("logs", $"log-group:{group}"), Regional("logs", $"log-group:{group}:*") }),
    ];

    /// <summary>The resource that exists already carries the stack's tags.</summary>
    public ImmutableArray<PolicyCondition> Tagged =>
    [
        new("StringEquals", "aws:ResourceTag/Project", Names.Project),
        new("StringEquals", "aws:ResourceTag/Stack", Names.Stack),
    ];

    /// <summary>The resource is made with the stack's tags.</summary>
    public ImmutableArray<PolicyCondition> TaggedAnew =>
    [
        new("StringEquals", "aws:RequestTag/Project", Names.Project),
        new("StringEquals", "aws:RequestTag/Stack", Names.Stack),
    ];

    /// <summary>The call goes through a service, on behalf of the caller.</summary>
    public PolicyCondition Via(string service) => new("StringEquals", "kms:ViaService", $"{service}.{Region.Name}.{Region.DnsSuffix}");
}
