namespace SecureApi.Configuration;

/// <summary>
/// The only type that carries a secret through the program. Its text form is always <c>[secret]</c>,
/// so that no message, log or preview can show the value by accident.
/// </summary>
/// <param name="Value">
/// The plain value; null when the value is kept outside of Pulumi (<c>external: true</c>): the stack then makes
/// the Secrets Manager secret without a version, and an operator puts the value there.
/// </param>
public sealed record SecretText(string? Value)
{
    /// <summary>What <see cref="ToString"/> gives, and what every renderer shows in place of a secret.</summary>
    public const string Mask = "[secret]";

    /// <summary>Stands for a <c>secure:</c> value in a stack file, which only the Pulumi engine can decrypt.</summary>
    public static SecretText Encrypted { get; } = new("[encrypted in the stack file]");

    /// <summary>Declared, with its value put into Secrets Manager by an operator.</summary>
    public static SecretText External { get; } = new(Value: null);

    /// <summary>True when the value is not known to Pulumi and no secret version must be declared.</summary>
    public bool IsExternal => Value is null;

    /// <summary>Always <see cref="Mask"/>.</summary>
    public override string ToString() => Mask;
}
