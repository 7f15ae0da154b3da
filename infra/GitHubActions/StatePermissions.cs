using System.Collections.Immutable;
using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>Access to Pulumi's state of this stack where the account holds it, in the layout of projects that Pulumi has had since 3.61.</summary>
/// <remarks>
/// The CLI decrypts the stack's secrets for a preview too, so that the key's use cannot be kept from the role that reads.
/// </remarks>
/// <seealso href="https://www.pulumi.com/docs/iac/concepts/state-and-backends/"/>
internal static class StatePermissions
{
    public static PolicyDocument? ToRead(GitHubConfig settings, StackArns arns) => For(settings, arns, [], ["kms:Decrypt"]);

    public static PolicyDocument? ToWrite(GitHubConfig settings, StackArns arns) => For(
        settings, arns, ["s3:DeleteObject", "s3:PutObject"], ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);

    /// <summary>The checkpoint with its backup, and what an update writes: its history, its lock and copies of the checkpoint.</summary>
    private static ImmutableArray<string> Objects(string bucket, StackArns arns)
    {
        var stack = $"{arns.Names.Project}/{arns.Names.Stack}";
        return
        [
            arns.S3($"{bucket}/.pulumi/meta.yaml"),
            arns.S3($"{bucket}/.pulumi/stacks/{stack}.*"),
            arns.S3($"{bucket}/.pulumi/history/{stack}/*"),
            arns.S3($"{bucket}/.pulumi/locks/organization/{stack}/*"),
            arns.S3($"{bucket}/.pulumi/backups/{stack}/*"),
        ];
    }

    private static PolicyDocument? For(
        GitHubConfig settings, StackArns arns, ImmutableArray<string> changes, ImmutableArray<string> keyUses)
    {
        var statements = ImmutableArray.CreateBuilder<PolicyStatement>();
        if (settings.StateBucket is { } bucket)
        {
            statements.Add(new PolicyStatement { Sid = "ListState", Actions = ["s3:GetBucketLocation", "s3:ListBucket"], Resources = [arns.S3(bucket)] });
            statements.Add(new PolicyStatement { Sid = "State", Actions = [.. changes, "s3:GetObject"], Resources = Objects(bucket, arns) });
        }

        if (settings.StateKeyArn is { } key)
            statements.Add(new PolicyStatement { Sid = "SecretsOfTheState", Actions = keyUses, Resources = [key] });

        return statements.Count == 0 ? null : new PolicyDocument(statements.ToImmutable());
    }
}
