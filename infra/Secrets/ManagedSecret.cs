using Pulumi;
using Pulumi.Aws.SecretsManager;

namespace SecureApi.Secrets;

/// <summary>
/// A secret and its value, addressed by version: a task definition that names it changes when the value changes, so a new
/// value is a deployment with a rollback and never a surprise at the next restart.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html"/>
public sealed class ManagedSecret : ComponentResource
{
    private const int RecoveryDays = 30;

    /// <summary>Declares the secret and the version.</summary>
    /// <param name="name">The logical name of both.</param>
    /// <param name="args">Description, key and value.</param>
    /// <param name="options">Parent and providers.</param>
    public ManagedSecret(string name, ManagedSecretArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:secrets:ManagedSecret", name, options)
    {
        var secret = new Secret(name, new SecretArgs
        {
            Description = args.Description,
            KmsKeyId = args.KeyArn,
            RecoveryWindowInDays = RecoveryDays,
        }, new CustomResourceOptions { Parent = this });

        // The version before stays readable: tasks of the old task definition start from it during a rollback.
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
