namespace SecureApi.Configuration;

/// <summary>
/// Reads a secret: a <c>secure:</c> value of a stack file (which stays encrypted), a value that the engine marks as
/// secret, or <c>external: true</c>.
/// </summary>
internal sealed class SecretReader : ValueReader
{
    /// <inheritdoc/>
    public override string TypeName => "a secret (secure: …) or {external: true}";

    /// <inheritdoc/>
    public override object? Read(ConfigNode node, object? current, BindingContext context)
    {
        switch (node)
        {
            case ConfigScalar { ScalarKind: ScalarKind.Encrypted }:
                return SecretText.Encrypted;
            case ConfigScalar { IsSecret: true, ScalarKind: ScalarKind.Text, Text.Length: > 0 } scalar:
                return new SecretText(scalar.Text);
            case ConfigMap { Entries: [{ Key: "external", Value: ConfigScalar { ScalarKind: ScalarKind.Boolean, Text: "true" } }] }:
                return SecretText.External;
            default:
                // The text may be a secret that somebody forgot to encrypt: it is not shown.
                context.Report(
                    "an encrypted value (pulumi config set --secret --path), or {external: true} when it is put into Secrets Manager by hand",
                    $"{context.Name}: {{external: true}}",
                    SecretText.Mask);
                return null;
        }
    }
}
