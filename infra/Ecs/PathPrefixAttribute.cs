using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>A path that the gateway compares with the start of a request's path, segment by segment.</summary>
public sealed class PathPrefixAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "/ alone, or an absolute path of plain segments (letters, digits, - _ . ~) without a slash at the end";

    /// <summary>True when <paramref name="path"/> is <paramref name="prefix"/> or lies below it.</summary>
    public static bool Covers(string prefix, string path) =>
        prefix == "/" || path == prefix || (path.Length > prefix.Length && path[prefix.Length] == '/' && path.StartsWith(prefix, StringComparison.Ordinal));

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text == "/" || (text.Length <= 128 && text.StartsWith('/') && Array.TrueForAll(text[1..].Split('/'), IsPlain));

    private static bool IsPlain(string segment) =>
        segment is not ("" or "." or "..")
        && segment.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~');
}
