using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>The account that a preview pretends to deploy to.</summary>
/// <param name="Region">The region.</param>
internal sealed record AwsAccount(AwsRegion Region)
{
    /// <summary>The account number that AWS's own documents use as an example.</summary>
    public const string Id = "123456789012";

    /// <summary>An ARN in the account and the region.</summary>
    /// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html</remarks>
    public string Arn(string service, string resource) => $"arn:{Region.Partition}:{service}:{Region.Name}:{Id}:{resource}";

    /// <summary>An ARN of a service that has no regions, such as IAM.</summary>
    public string GlobalArn(string service, string resource) => $"arn:{Region.Partition}:{service}::{Id}:{resource}";

    /// <summary>What a provider function answers: who and where the caller is.</summary>
    /// <param name="token">The function's token.</param>
    /// <exception cref="RecordingException">The preview has no answer for this function.</exception>
    public RecordedMap Answer(string token) => token switch
    {
        "aws:index/getCallerIdentity:getCallerIdentity" => Map(
            ("accountId", Id), ("arn", GlobalArn("iam", "user/preview")), ("id", Id), ("userId", "AIDAPREVIEWPREVIEWPRE")),
        "aws:index/getRegion:getRegion" => Map(
            ("id", Region.Name), ("name", Region.Name), ("region", Region.Name), ("description", Region.Name), ("endpoint", $"ec2.{Region.Name}.{Region.DnsSuffix}")),
        "aws:index/getPartition:getPartition" => Map(
            ("id", Region.Partition), ("partition", Region.Partition), ("dnsSuffix", Region.DnsSuffix), ("reverseDnsPrefix", string.Join('.', Region.DnsSuffix.Split('.').Reverse()))),
        _ => throw new RecordingException($"The offline preview has no answer for the provider function {token}."),
    };

    private static RecordedMap Map(params (string Name, string Value)[] entries)
    {
        var values = new Dictionary<string, RecordedValue>();
        foreach (var (name, value) in entries)
            values.Add(name, new RecordedText(value));
        return new(values);
    }
}
