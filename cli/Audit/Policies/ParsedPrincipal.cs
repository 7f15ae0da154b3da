namespace SecureApi.Cli.Audit.Policies;

/// <summary>One principal of a statement.</summary>
/// <param name="Kind"><c>AWS</c>, <c>Service</c>, <c>Federated</c>, <c>CanonicalUser</c>; <c>*</c> for everybody.</param>
/// <param name="Value">An ARN, an account, a service's name, or <c>*</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
public sealed record ParsedPrincipal(string Kind, string Value)
{
    /// <summary>True for everybody, with or without an AWS account.</summary>
    public bool IsAnyone => Value == "*" && Kind is "*" or "AWS";

    /// <summary>True for an AWS service that acts on somebody's behalf.</summary>
    public bool IsService => Kind == "Service";

    /// <summary>The account of an AWS principal, twelve digits; null when it names none.</summary>
    public string? Account => Kind != "AWS"
        ? null
        : Value.Length == 12 && Value.All(char.IsAsciiDigit)
            ? Value
            : Value.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : null;

    /// <inheritdoc/>
    public override string ToString() => Kind == "*" ? "*" : $"{Kind}: {Value}";
}
