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
    /// <summary>The layout of the bucket, and the checkpoint with its backup: a preview takes no lock and writes no history.</summary>
    public static PolicyDocument? ToRead(GitHubConfig settings, StackArns arns) => For(
        settings, arns, [], ["meta.yaml", $"stacks/{StackOf(arns)}.*"], ["kms:Decrypt"]);

    /// <summary>The same, and what an update writes: its history, its lock and copies of the checkpoint.</summary>
    public static PolicyDocument? ToWrite(GitHubConfig settings, StackArns arns) => For(
        settings, arns, ["s3:DeleteObject", "s3:PutObject"],
        [
            "meta.yaml", $"stacks/{StackOf(arns)}.*", $"history/{StackOf(arns)}/*", $"locks/organization/{StackOf(arns)}/*",
            $"backups/{StackOf(arns)}/*",
        ],
        ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);

    private static string StackOf(StackArns arns) => $"{arns.Names.Project}/{arns.Names.Stack}";

    private static PolicyDocument? For(
        GitHubConfig settings, StackArns arns, ImmutableArray<string> changes, ImmutableArray<string> files, ImmutableArray<string> keyUses)
    {
        var statements = ImmutableArray.CreateBuilder<PolicyStatement>();
        if (settings.StateBucket is { } bucket)
        {
            statements.Add(new PolicyStatement { Sid = "ListState", Actions = ["s3:GetBucketLocation", "s3:ListBucket"], Resources = [arns.S3(bucket)] });
            statements.Add(new PolicyStatement { Sid = "State", Actions = [.. changes, "s3:GetObject"], Resources = [.. files.Select(file => arns.S3($"{bucket}/.pulumi/{file}"))] });
        }

        if (settings.StateKeyArn is { } key)
            statements.Add(new PolicyStatement { Sid = "SecretsOfTheState", Actions = keyUses, Resources = [key] });

        return statements.Count == 0 ? null : new PolicyDocument(statements.ToImmutable());
    }
}
