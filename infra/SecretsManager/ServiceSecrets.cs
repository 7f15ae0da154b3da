using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.SecretsManager;
using SecureApi.Common;
using SecureApi.Configuration;

namespace SecureApi.SecretsManager;

/// <summary>
/// The secrets of a service: those whose values are in the stack's configuration share one Secrets Manager secret, and each
/// whose value an operator keeps has its own, empty secret.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html"/>
public sealed class ServiceSecrets : ComponentResource
{
    /// <summary>The value of the tag <see cref="StandardTags.KeptBy"/>: a person puts the value there, and no role of the pipeline reads it.</summary>
    public const string Operator = "operator";

    private const int RecoveryDays = 30;

    /// <summary>Declares the secrets.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Names, values and key.</param>
    /// <param name="options">Parent and providers.</param>
    public ServiceSecrets(string name, ServiceSecretsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:secrets-manager:ServiceSecrets", name, options)
    {
        var valueFrom = ImmutableSortedDictionary.CreateBuilder<string, Output<string>>(StringComparer.Ordinal);
        var arns = ImmutableArray.CreateBuilder<Output<string>>();
        var configured = new List<(string Variable, Output<string> Value)>();
        foreach (var (variable, secret) in args.Secrets)
        {
            if (!secret.IsExternal) configured.Add((variable, Output.CreateSecret(secret.Value!)));
        }

        if (configured.Count > 0)
        {
            var shared = new StackSecret(name, new StackSecretArgs
            {
                Description = $"Secrets of the service {args.ServiceName}",
                KeyArn = args.KeyArn,
                Value = SecretDocument.Of([.. configured]),
            }, new ComponentResourceOptions { Parent = this });
            arns.Add(shared.Arn);
            foreach (var (variable, _) in configured) valueFrom.Add(variable, shared.ValueFrom(variable));
        }

        foreach (var (variable, secret) in args.Secrets)
        {
            if (!secret.IsExternal) continue;
            var arn = KeptByOperator($"{name}-{LabelOf(variable)}", variable, args);
            arns.Add(arn);
            valueFrom.Add(variable, arn);
        }

        ValueFrom = valueFrom.ToImmutable();
        Arns = arns.ToImmutable();
        RegisterOutputs();
    }

    /// <summary>What a container definition's <c>valueFrom</c> says, by environment variable.</summary>
    public ImmutableSortedDictionary<string, Output<string>> ValueFrom { get; }

    /// <summary>The ARNs that the execution role may read.</summary>
    public ImmutableArray<Output<string>> Arns { get; }

    /// <summary>What a variable adds to the name of a secret that an operator keeps.</summary>
    internal static string LabelOf(string variable) => variable.ToLowerInvariant().Replace('_', '-');

    private Output<string> KeptByOperator(string label, string variable, ServiceSecretsArgs args) => new Secret(label, new SecretArgs
    {
        Description = $"{variable} of the service {args.ServiceName}; the value is put there by an operator",
        KmsKeyId = args.KeyArn,
        RecoveryWindowInDays = RecoveryDays,
        Tags = { { StandardTags.KeptBy, Operator } },
    }, new CustomResourceOptions { Parent = this }).Arn;
}

/// <summary>The arguments of <see cref="ServiceSecrets"/>.</summary>
public sealed record ServiceSecretsArgs
{
    /// <summary>The service's name, for descriptions.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The secrets by environment variable.</summary>
    public required ImmutableSortedDictionary<string, SecretText> Secrets { get; init; }

    /// <summary>The customer-managed key.</summary>
    public required Output<string> KeyArn { get; init; }
}
