using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Json;

namespace SecureApi.Iam;

/// <summary>Who a statement of a resource or trust policy speaks of.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
public sealed record PolicyPrincipal
{
    private readonly string? _kind;
    private readonly ImmutableArray<string> _values;

    private PolicyPrincipal(string? kind, params ImmutableArray<string> values)
    {
        _kind = kind;
        _values = values;
    }

    /// <summary>Everybody; only sensible in a denial or beside conditions.</summary>
    public static PolicyPrincipal Anyone { get; } = new(null, "*");

    /// <summary>An AWS service, such as <c>ecs-tasks.amazonaws.com</c>.</summary>
    /// <param name="services">Service principals.</param>
    public static PolicyPrincipal Service(params ImmutableArray<string> services) => new("Service", services);

    /// <summary>Accounts, roles or users by ARN.</summary>
    /// <param name="arns">Principal ARNs.</param>
    public static PolicyPrincipal Aws(params ImmutableArray<string> arns) => new("AWS", arns);

    /// <summary>An OpenID Connect provider by ARN.</summary>
    /// <param name="arns">Provider ARNs.</param>
    public static PolicyPrincipal Federated(params ImmutableArray<string> arns) => new("Federated", arns);

    internal void WriteTo(Utf8JsonWriter json)
    {
        if (_kind is null)
        {
            json.WriteString("Principal", _values[0]);
            return;
        }

        json.WriteStartObject("Principal");
        JsonText.WriteOneOrMany(json, _kind, _values);
        json.WriteEndObject();
    }
}
