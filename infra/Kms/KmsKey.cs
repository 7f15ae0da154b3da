using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Kms;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.Kms;

/// <summary>
/// The stack's one customer-managed key: logs, the alarm topic, image repositories and secrets are encrypted with it.
/// </summary>
/// <remarks>
/// The account's own statement lets IAM policies grant the key's use (to roles that read a secret); services that act for
/// the account get a statement each, bound to this account's resources.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"/>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"/>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"/>
public sealed class KmsKey : ComponentResource
{
    private const int RotationDays = 365;
    private const int DeletionWindowDays = 30;

    /// <summary>Declares the key and its alias.</summary>
    /// <param name="name">The logical name of the key.</param>
    /// <param name="args">Who may use it.</param>
    /// <param name="options">Parent and providers.</param>
    public KmsKey(string name, KmsKeyArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:kms:KmsKey", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var key = new Key($"{name}-key", new KeyArgs
        {
            Description = $"Logs, alarms, images and secrets of {name}",
            EnableKeyRotation = true,
            RotationPeriodInDays = RotationDays,
            DeletionWindowInDays = DeletionWindowDays,
            Policy = args.AccountId.Apply(account => PolicyFor(args, account).ToJson()),
        }, child);
        new Pulumi.Aws.Kms.Alias($"{name}-key", new AliasArgs { Name = args.Alias, TargetKeyId = key.KeyId }, child);

        Arn = key.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The key's ARN.</summary>
    public Output<string> Arn { get; }

    private static PolicyDocument PolicyFor(KmsKeyArgs args, string account)
    {
        var region = args.Region;
        return new PolicyDocument(
            new PolicyStatement
            {
                Sid = "AccountManagesTheKey",
                Principal = PolicyPrincipal.Aws($"arn:{region.Partition}:iam::{account}:root"),
                Actions = ["kms:*"],
                Resources = ["*"],
            },
            new PolicyStatement
            {
                Sid = "LogsEncryptsTheStacksLogGroups",
                Principal = PolicyPrincipal.Service($"logs.{region.Name}.{region.DnsSuffix}"),
                Actions = ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
                Resources = ["*"],
                Conditions =
                [
                    new PolicyCondition("ArnLike", "kms:EncryptionContext:aws:logs:arn",
                        [.. args.LogGroups.Select(group =>
                            $"arn:{region.Partition}:logs:{region.Name}:{account}:log-group:{group}")]),
                ],
            },
            new PolicyStatement
            {
                Sid = "AlarmsPublishToTheEncryptedTopic",
                Principal = PolicyPrincipal.Service("cloudwatch.amazonaws.com"),
                Actions = ["kms:Decrypt", "kms:GenerateDataKey*"],
                Resources = ["*"],
                Conditions = [PolicyCondition.SourceAccount(account)],
            });
    }
}

/// <summary>The arguments of <see cref="KmsKey"/>.</summary>
public sealed record KmsKeyArgs
{
    /// <summary>The fixed alias, <c>alias/…</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>The account that owns the key: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region whose services use the key.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The log groups that CloudWatch Logs may encrypt with the key; names, <c>*</c> allowed at the end.</summary>
    public required ImmutableArray<string> LogGroups { get; init; }
}
