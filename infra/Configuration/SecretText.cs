using System.Text.Json;
using System.Text.Json.Nodes;

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

    /// <summary>The text that takes the place of a <c>secure:</c> value of a stack file, which only the Pulumi engine can decrypt.</summary>
    public const string EncryptedText = "[encrypted in the stack file]";

    /// <summary>A <c>secure:</c> value of a stack file.</summary>
    public static SecretText Encrypted { get; } = new(EncryptedText);

    /// <summary>Declared, with its value put into Secrets Manager by an operator.</summary>
    public static SecretText External { get; } = new(Value: null);

    /// <summary>True when the value is not known to Pulumi and no secret version must be declared.</summary>
    public bool IsExternal => Value is null;

    /// <summary>Always <see cref="Mask"/>.</summary>
    public override string ToString() => Mask;

    /// <summary>True for a value that is encrypted in the stack file.</summary>
    internal static bool IsEncrypted(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>() == EncryptedText;
}
