namespace SecureApi.PrivateCa;

/// <summary>Small helps for PEM text (RFC 7468).</summary>
internal static class Pem
{
    /// <summary>Ends the text in exactly one line feed and drops carriage returns, so that texts can be joined.</summary>
    public static string Normalize(string pem) => $"{pem.ReplaceLineEndings("\n").Trim()}\n";
}
