namespace SecureApi.Configuration;

/// <summary>Tells from the name of an environment variable whether it holds a secret.</summary>
internal static class SecretNames
{
    private static readonly string[] Words =
        ["CREDENTIAL", "CREDENTIALS", "KEY", "KEYS", "PASSPHRASE", "PASSWD", "PASSWORD", "PASSWORDS", "SECRET", "SECRETS", "TOKEN", "TOKENS"];

    /// <summary>True for a name that ends in a word such as KEY or PASSWORD, but not in PUBLIC_KEY.</summary>
    public static bool IsSecret(string name)
    {
        var parts = name.Split('_', '-');
        return Array.Exists(Words, word => word.Equals(parts[^1], StringComparison.OrdinalIgnoreCase))
            && !(parts.Length > 1 && parts[^2].Equals("PUBLIC", StringComparison.OrdinalIgnoreCase));
    }
}
