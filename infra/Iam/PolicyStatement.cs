using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Json;

namespace SecureApi.Iam;

/// <summary>One statement of a policy document.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"/>
public sealed record PolicyStatement
{
    /// <summary>What the statement is for, in letters and digits: it appears in the console and in CloudTrail.</summary>
    public required string Sid { get; init; }

    /// <summary>Allow (the default) or deny.</summary>
    public PolicyEffect Effect { get; init; } = PolicyEffect.Allow;

    /// <summary>Who; only in resource and trust policies.</summary>
    public PolicyPrincipal? Principal { get; init; }

    /// <summary>The actions, such as <c>secretsmanager:GetSecretValue</c>.</summary>
    public required ImmutableArray<string> Actions { get; init; }

    /// <summary>ARNs. Empty in a trust policy, where the role itself is the resource.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>All of these must hold.</summary>
    public ImmutableArray<PolicyCondition> Conditions { get; init; } = [];

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(nameof(Sid), Sid);
        json.WriteString(nameof(Effect), Effect.ToString());
        Principal?.WriteTo(json);
        JsonText.WriteOneOrMany(json, "Action", Actions);
        if (!Resources.IsEmpty) JsonText.WriteOneOrMany(json, "Resource", Resources);
        if (!Conditions.IsEmpty) PolicyCondition.WriteAll(json, Conditions);
        json.WriteEndObject();
    }
}
