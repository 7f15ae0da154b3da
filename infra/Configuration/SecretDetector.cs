using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SecureApi.Configuration;

/// <summary>
/// Tells a secret from a plain value, by its name and by its form. The only list of both: the rule on plain settings, the audit
/// and the mask of everything that is shown ask here. A reason never holds the value.
/// </summary>
public static partial class SecretDetector
{
    // Base64 inside JSON inside base64 happens; deeper nesting is deliberate.
    private const int DeepestNesting = 4;
    private const int ShortestBase64 = 24;
    private const int ShortestForm = 8;
    private const int SecretAccessKeyLength = 40;
    private const double RandomBitsPerCharacter = 4.4;

    // The last word of a secret's name, whatever qualifies it.
    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "APIKEY", "APIKEYS", "CREDENTIAL", "CREDENTIALS", "PASSPHRASE", "PASSPHRASES", "PASSWD", "PASSWORD", "PASSWORDS", "PWD",
        "SECRET", "SECRETS", "TOKEN", "TOKENS",
    };

    private static readonly HashSet<string> Keys = new(StringComparer.OrdinalIgnoreCase) { "KEY", "KEYS" };

    // PARTITION_KEY, PUBLIC_KEY: keys that open nothing.
    private static readonly HashSet<string> OpenKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "CACHE", "DEDUPLICATION", "FOREIGN", "GROUP", "HASH", "IDEMPOTENCY", "LOOKUP", "MAP", "MESSAGE", "OBJECT", "PARTITION",
        "PRIMARY", "PUBLIC", "PUBLISHABLE", "RANGE", "ROUTING", "SHARD", "SORT", "TAG", "UNIQUE",
    };

    // MAX_TOKENS counts them.
    private static readonly HashSet<string> Quantities = new(StringComparer.OrdinalIgnoreCase)
    {
        "COUNT", "LIMIT", "MAX", "MAXIMUM", "MIN", "MINIMUM", "NUM", "NUMBER", "TOTAL",
    };

    // REQUIRE_PASSWORD and generateKey say what happens.
    private static readonly HashSet<string> Verbs = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALLOW", "DISABLE", "ENABLE", "GENERATE", "HAS", "IGNORE", "IS", "REQUIRE", "REQUIRES", "ROTATE", "SKIP", "USE", "VALIDATE", "VERIFY",
    };

    // API_TOKEN_V2, SIGNING_KEY_PEM: the word before says what it is.
    private static readonly HashSet<string> Trailers = new(StringComparer.OrdinalIgnoreCase)
    {
        "BASE64", "B64", "CURRENT", "HEX", "JSON", "NEW", "NEXT", "OLD", "PEM", "PREVIOUS", "PRIMARY", "SECONDARY", "STRING", "TEXT", "VALUE",
    };

    // The names that Security Hub looks for (ECS.8) and the words above do not cover.
    private static readonly HashSet<string> WholeNames = new(StringComparer.OrdinalIgnoreCase) { "AWS_ACCESS_KEY_ID", "ECS_ENGINE_AUTH_DATA" };

    // No form below matches a text without one of these, and almost no text has one.
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        ["PRIVATE KEY", "PuTTY-User-Key-File", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "eyJ", "xox", "xapp-", "hooks.slack.com", "_live_", "whsec_", "AIza", "GOCSPX-",
        "npm_", "pul-", "sk-", "://", "password", "pwd", "AccountKey", "SharedAccessKey"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly (string Reason, Regex Form)[] Forms =
    [
        ("it holds a private key", PrivateKey()),
        ("it holds the id of an AWS access key", AccessKeyId()),
        ("it holds a token of GitHub", GitHubToken()),
        ("it holds a token of GitLab", GitLabToken()),
        ("it holds a JSON Web Token", JsonWebToken()),
        ("it holds a token or a webhook of Slack", SlackToken()),
        ("it holds a live key of Stripe", StripeKey()),
        ("it holds a key of a Google API", GoogleKey()),
        ("it holds a token of npm or Pulumi", RegistryToken()),
        ("it holds a key of a model provider", ModelKey()),
        ("it holds a URL with a password", PasswordInUrl()),
        ("it holds a connection string with a password", ConnectionString()),
    ];

    /// <summary>True when the name's words say that the value is a secret: API_TOKEN, but not API_TOKEN_TTL.</summary>
    /// <param name="name">An environment variable, a key of the settings or a member of a JSON document.</param>
    public static bool IsSecretName(string name)
    {
        if (WholeNames.Contains(name)) return true;
        var words = Words().Matches(name).Select(word => word.Value).ToList();
        while (words.Count > 1 && (Trailers.Contains(words[^1]) || Version().IsMatch(words[^1]))) words.RemoveAt(words.Count - 1);
        if (words.Count == 0 || (words.Count > 1 && Verbs.Contains(words[0])) || words.Exists(Quantities.Contains)) return false;
        return Secrets.Contains(words[^1]) || (Keys.Contains(words[^1]) && !(words.Count > 1 && OpenKeys.Contains(words[^2])));
    }

    /// <summary>Why a setting looks like a secret; null when it does not.</summary>
    /// <param name="name">The setting's name.</param>
    /// <param name="value">Its value; a JSON document is looked at member by member.</param>
    public static string? Suspect(string name, string value)
    {
        if (value.Length == 0 || value is "true" or "false") return null;
        if (IsSecretName(name)) return "its name is that of a secret";
        if (Parse(value) is not { } document) return FormOf(value);
        using (document)
        {
            var named = Leaves(document.RootElement).FirstOrDefault(leaf =>
                leaf.Value is { Length: > 0 } text && !Keys.Contains(leaf.Name) && IsSecretName(leaf.Name));
            return named.Name is { } member ? $"its member {member} has the name of a secret" : FormOf(value);
        }
    }

    /// <summary>Why a text has the form of a secret, in plain, inside JSON or in base64; null when it has not.</summary>
    /// <param name="value">The text.</param>
    public static string? FormOf(string value) => FormOf(value, DeepestNesting);

    private static string? FormOf(string value, int depth)
    {
        if (value.Length < ShortestForm) return null;
        if (value.AsSpan().ContainsAny(Signs))
        {
            foreach (var (reason, form) in Forms)
            {
                if (form.IsMatch(value)) return reason;
            }
        }

        if (IsSecretAccessKey(value)) return "it looks like an AWS secret access key";
        if (depth == 0) return null;
        if (Parse(value) is { } document)
        {
            using (document)
            {
                return Leaves(document.RootElement).Select(leaf => FormOf(leaf.Value, depth - 1)).FirstOrDefault(reason => reason is not null);
            }
        }

        foreach (var run in Base64().EnumerateMatches(value))
        {
            if (Decode(value.AsSpan(run.Index, run.Length)) is { } text && FormOf(text, depth - 1) is { } reason) return $"{reason}, in base64";
        }

        return null;
    }

    // Forty characters of base64 (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys-admin-managed.html). A commit or a
    // digest is hexadecimal, a path or a sentence is made of words: neither is as random.
    private static bool IsSecretAccessKey(string value)
    {
        var text = value.Trim();
        return text.Length == SecretAccessKeyLength
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '+')
            && text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower)
            && Entropy(text) >= RandomBitsPerCharacter;
    }

    // Shannon's entropy of the characters, in bits a character.
    private static double Entropy(string text) => -text.GroupBy(character => character)
        .Select(group => (double)group.Count() / text.Length).Sum(share => share * Math.Log2(share));

    private static JsonDocument? Parse(string value)
    {
        if (value.AsSpan().TrimStart() is not ['{' or '[', ..]) return null;
        try
        {
            return JsonDocument.Parse(value);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Name, string Value)> Leaves(JsonElement element, string name = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Leaves(member.Value, member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Leaves(item, name)),
        JsonValueKind.String => [(name, element.GetString()!)],
        _ => [],
    };

    // Null for what decodes to no text, such as a certificate's DER.
    private static string? Decode(ReadOnlySpan<char> run)
    {
        var compact = run.ToString().Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).TrimEnd('=').Replace('-', '+').Replace('_', '/');
        if (compact.Length < ShortestBase64) return null;
        compact = compact[..(compact.Length / 4 * 4)];
        var bytes = new byte[compact.Length];
        if (!Convert.TryFromBase64String(compact, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.Any(character => character == '\uFFFD' || (char.IsControl(character) && !char.IsWhiteSpace(character))) ? null : text;
    }

    // API_TOKEN, api-token, api.token, apiToken, APIToken.
    [GeneratedRegex("[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex("^([vV]?[0-9]+)$")]
    private static partial Regex Version();

    [GeneratedRegex("[A-Za-z0-9+/_-]{24,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}")]
    private static partial Regex Base64();

    // PKCS#8, RSA, EC, DSA, encrypted, OpenSSH, SSH2 (RFC 4716), PGP, PuTTY.
    [GeneratedRegex("PRIVATE KEY( BLOCK)?-----|SSH2( ENCRYPTED)? PRIVATE KEY ----|PuTTY-User-Key-File-[0-9]")]
    private static partial Regex PrivateKey();

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
    [GeneratedRegex("(?<![A-Za-z0-9/+])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9/+=])")]
    private static partial Regex AccessKeyId();

    // https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
    [GeneratedRegex("(?<![A-Za-z0-9])(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})")]
    private static partial Regex GitHubToken();

    [GeneratedRegex("(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20,}")]
    private static partial Regex GitLabToken();

    // RFC 7519: two JSON objects and a signature, each in base64url.
    [GeneratedRegex(@"(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")]
    private static partial Regex JsonWebToken();

    // https://docs.slack.dev/authentication/tokens
    [GeneratedRegex(@"(?<![A-Za-z0-9])(xox[a-z](\.xox[a-z])?-|xapp-)[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{16,}")]
    private static partial Regex SlackToken();

    // https://docs.stripe.com/keys: a publishable key (pk_live_) is public.
    [GeneratedRegex("(?<![A-Za-z0-9])((sk|rk)_live_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{24,})")]
    private static partial Regex StripeKey();

    [GeneratedRegex("(?<![A-Za-z0-9])(AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{20,})")]
    private static partial Regex GoogleKey();

    [GeneratedRegex("(?<![A-Za-z0-9])(npm_[A-Za-z0-9]{36}|pul-[0-9a-f]{40})")]
    private static partial Regex RegistryToken();

    [GeneratedRegex("(?<![A-Za-z0-9])sk-((proj|ant)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{32,})")]
    private static partial Regex ModelKey();

    // RFC 3986, section 3.2.1. A reference, such as ${PASSWORD}, and a row of stars are no password.
    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#:@""'<>]*:(?![${<*])[^\s/?#@""'<>]+@")]
    private static partial Regex PasswordInUrl();

    [GeneratedRegex(@"(^|;)\s*(password|pwd)\s*=\s*(?![${<*])[^;\s]+.*;|;\s*(password|pwd)\s*=\s*(?![${<*])[^;\s]+|(AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20,}", RegexOptions.IgnoreCase)]
    private static partial Regex ConnectionString();
}
