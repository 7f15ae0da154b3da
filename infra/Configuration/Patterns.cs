namespace SecureApi.Configuration;

/// <summary>Regular expressions of more than one setting, each with the rule in words. A value has to match as a whole.</summary>
internal static class Patterns
{
    /// <summary>A full host name in lower case with at least two labels (RFC 1123); the last label is not a number.</summary>
    public const string DomainName =
        "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+(?=[0-9-]*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    public const string DomainNameRule = "a host name in lower case, at least two labels, without scheme, port, wildcard or final dot";

    /// <summary>An e-mail address with a plain mailbox and a host name (the part of RFC 5321 that people use).</summary>
    public const string Email =
        "(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@" + DomainName;

    public const string EmailRule = "an e-mail address";

    /// <summary>A code of ISO 3166-1 alpha-2.</summary>
    public const string CountryCode = "[A-Z]{2}";

    public const string CountryCodeRule = "two capital letters (ISO 3166-1 alpha-2)";

    /// <summary>The name of an HTTP header (RFC 9110) in lower case, as AWS WAF compares it.</summary>
    public const string HeaderName = "[a-z0-9!#$%&'*+.^_`|~-]{1,64}";

    public const string HeaderNameRule = "the name of an HTTP header in lower case, 1 to 64 characters";

    /// <summary>
    /// A path that is compared with the start of a request's path, segment by segment. The gateway has the same grammar in
    /// <c>lua/gateway/paths.lua</c>.
    /// </summary>
    public const string PathPrefix =
        "(?=.{1,128}$)/((?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*)?";

    public const string PathPrefixRule = "/ alone, or an absolute path of plain segments (letters, digits, - _ . ~) without a slash at the end";

    /// <summary>The name of an environment variable that a service may be given.</summary>
    public const string EnvironmentName = "[A-Z][A-Z0-9_]{0,63}";

    public const string EnvironmentNameRule = "an environment variable's name: 1 to 64 capital letters, digits and underscores; a letter first";

    /// <summary>
    /// A lower-case DNS label (RFC 1123), short enough for the names that are made from it: target groups and load balancers
    /// have 32 characters, of which Pulumi's suffix takes eight.
    /// </summary>
    public const string Label = "[a-z]([a-z0-9-]{0,18}[a-z0-9])?";

    public const string LabelRule = "1 to 20 lower-case letters, digits and hyphens; a letter first, no hyphen last";

    /// <summary>The name of a CA generation: a label of six characters.</summary>
    public const string Generation = "[a-z]([a-z0-9-]{0,4}[a-z0-9])?";

    public const string GenerationRule = "1 to 6 lower-case letters, digits and hyphens; a letter first, no hyphen last";

    /// <summary>The common name of a client's certificate (RFC 5280 allows 64 characters), which is also part of resource names.</summary>
    public const string ClientName = "[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?";

    public const string ClientNameRule = "1 to 64 lower-case letters, digits, hyphens and dots; a letter or digit first and last";

    /// <summary>A part of a certificate's subject, in characters that every tool shows alike (RFC 5280, appendix A.1).</summary>
    public const string SubjectText = "[A-Za-z0-9'()+,./:=?-]([A-Za-z0-9 '()+,./:=?-]*[A-Za-z0-9'()+,./:=?-])?";

    public const string SubjectTextRule = "letters, digits, spaces and '()+,-./:=? (ASN.1's PrintableString), no space at the ends";
}
