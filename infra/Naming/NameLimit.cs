using System.Security.Cryptography;
using System.Text;

namespace SecureApi.Naming;

/// <summary>Brings a name into the characters and the length that AWS accepts, the same way every time.</summary>
public static class NameLimit
{
    private const int HashDigits = 4;

    /// <summary>
    /// Returns <paramref name="name"/> itself when it has at most <paramref name="limit"/> characters. A longer name keeps
    /// its beginning and ends in a hyphen and four hexadecimal digits of its SHA-256, so that two long names that begin
    /// alike stay different.
    /// </summary>
    /// <param name="name">The wanted name.</param>
    /// <param name="limit">The most characters allowed; at least 6.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> leaves no room for the digits.</exception>
    public static string Fit(string name, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, HashDigits + 2);
        if (name.Length <= limit) return name;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashDigits];
        return $"{name[..(limit - HashDigits - 1)].TrimEnd('-')}-{hash}";
    }

    /// <summary>
    /// Lower case letters, digits and single hyphens: what load balancers, DNS labels and buckets all take.
    /// Every other character becomes a hyphen; hyphens at the ends go.
    /// </summary>
    /// <param name="name">Any text, such as a stack's name with dots or underscores.</param>
    public static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var character in name.ToLowerInvariant())
        {
            var allowed = char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);
            if (allowed) clean.Append(character);
            else if (clean.Length > 0 && clean[^1] != '-') clean.Append('-');
        }

        return clean.ToString().Trim('-');
    }
}
