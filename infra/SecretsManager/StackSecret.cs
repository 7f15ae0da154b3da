using Pulumi;
using Pulumi.Aws.SecretsManager;
using SecureApi.Common;

namespace SecureApi.SecretsManager;

/// <summary>
/// A secret and its value, addressed by version: a task definition that names it changes when the value changes, so a new
/// value is a deployment with a rollback and never a surprise at the next restart.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html"/>
public sealed class StackSecret : ComponentResource
{
    private const int RecoveryDays = 30;

    /// <summary>Declares the secret and the version.</summary>
    /// <param name="name">The logical name of both.</param>
    /// <param name="args">Description, key and value.</param>
    /// <param name="options">Parent and providers.</param>
    public StackSecret(string name, StackSecretArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:secrets-manager:StackSecret", name, options)
    {
        var secret = new Secret(name, new SecretArgs
        {
            Description = args.Description,
            KmsKeyId = args.KeyArn,
            RecoveryWindowInDays = RecoveryDays,
        }, new CustomResourceOptions { Parent = this });

        // The previous version stays readable: tasks of the old task definition need it in a rollback.
        var version = new SecretVersion(name, new SecretVersionArgs
        {
            SecretId = secret.Id,
            SecretString = Output.CreateSecret(args.Value),
        }, new CustomResourceOptions { Parent = this, RetainOnDelete = true });

        Arn = secret.Arn;
        VersionId = version.VersionId;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The secret's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The version that holds the value.</summary>
    public Output<string> VersionId { get; }

    /// <summary>What a container definition's <c>valueFrom</c> says to get one member of the value, or all of it.</summary>
    /// <param name="jsonKey">The member; empty for the whole value.</param>
    public Output<string> ValueFrom(string jsonKey = "") => Output.Format($"{Arn}:{jsonKey}::{VersionId}");
}

/// <summary>The arguments of <see cref="StackSecret"/>.</summary>
public sealed record StackSecretArgs
{
    /// <summary>What the secret is, without telling it.</summary>
    public required string Description { get; init; }

    /// <summary>The customer-managed key.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The value: text, or a JSON object whose members tasks receive one by one. At most 64 KiB.</summary>
    public required Output<string> Value { get; init; }
}

/// <summary>Builds the JSON object that a secret holds when it has several members.</summary>
internal static class SecretDocument
{
    /// <summary>An object with the members in the given order. The result is a secret.</summary>
    /// <param name="members">Names and values.</param>
    public static Output<string> Of(params (string Name, Output<string> Value)[] members) =>
        Output.CreateSecret(Output.All(Array.ConvertAll(members, member => (Input<string>)member.Value)).Apply(values => JsonText.Of(
            new OrderedDictionary<string, string>(members.Zip(values, (member, value) => KeyValuePair.Create(member.Name, value))))));
}
