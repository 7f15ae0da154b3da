using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>The account of a preview.</summary>
/// <param name="Region">The region.</param>
internal sealed record AwsAccount(AwsRegion Region)
{
    /// <summary>The account number of the examples in AWS's documents.</summary>
    public const string Id = "123456789012";

    /// <summary>An ARN in the account and the region.</summary>
    /// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html</remarks>
    public string Arn(string service, string resource) => $"arn:{Region.Partition}:{service}:{Region.Name}:{Id}:{resource}";

    /// <summary>An ARN of a service without regions, such as IAM.</summary>
    public string GlobalArn(string service, string resource) => $"arn:{Region.Partition}:{service}::{Id}:{resource}";
}
