using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>What a deployment may change of keys, secrets and buckets.</summary>
/// <seealso href="https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html"/>
internal static class DataPermissions
{
    public static PolicyDocument For(StackArns arns) => new(
        new PolicyStatement
        {
            Sid = "NewKey",
            Actions = ["kms:CreateKey", "kms:TagResource"],

            // A key has no id before it is made.
            Resources = ["*"],
            Conditions = arns.TaggedAnew,
        },
        new PolicyStatement
        {
            Sid = "Key",
            Actions =
            [
                "kms:CreateAlias", "kms:DeleteAlias", "kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion",
                "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
            ],
            Resources = [arns.Regional("kms", "key/*")],
            Conditions = arns.Tagged,
        },
        new PolicyStatement
        {
            Sid = "KeyAlias",
            Actions = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
            Resources = [arns.Regional("kms", arns.Names.KeyAlias)],
        },
        new PolicyStatement
        {
            Sid = "GrantToTheRegistry",
            Actions = ["kms:CreateGrant"],
            Resources = [arns.Regional("kms", "key/*")],
            Conditions = [.. arns.Tagged, arns.Via("ecr"), new PolicyCondition("Bool", "kms:GrantIsForAWSResource", "true")],
        },
        new PolicyStatement
        {
            Sid = "TakeGrantsFromTheRegistry",
            Actions = ["kms:RetireGrant"],
            Resources = [arns.Regional("kms", "key/*")],
            Conditions = [.. arns.Tagged, arns.Via("ecr")],
        },
        new PolicyStatement
        {
            Sid = "EncryptSecrets",
            Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
            Resources = [arns.Regional("kms", "key/*")],
            Conditions = [.. arns.Tagged, arns.Via("secretsmanager")],
        },
        new PolicyStatement
        {
            Sid = "Secrets",
            Actions =
            [
                "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:PutSecretValue",
                "secretsmanager:TagResource", "secretsmanager:UntagResource", "secretsmanager:UpdateSecret",
                "secretsmanager:UpdateSecretVersionStage",
            ],
            Resources = [arns.Regional("secretsmanager", $"secret:{arns.Prefix}")],
        },
        new PolicyStatement
        {
            Sid = "Buckets",
            Actions =
            [
                "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:ListBucketVersions", "s3:PutBucketLogging",
                "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging",
                "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration",
            ],
            Resources = [arns.S3(arns.Prefix)],
        },
        new PolicyStatement
        {
            Sid = "TrustStore",
            Actions = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:PutObjectTagging"],
            Resources = [arns.S3($"{arns.Names.Base}-trust-*/*")],
        });
}
