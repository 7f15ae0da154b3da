using System.Text.RegularExpressions;
using Xunit;

namespace SecureApi.Tests.Docs;

public sealed partial class LinkTests
{
    [Fact]
    public void Links_InEveryDocument_LeadToAFileAndAHeadingThatExist()
    {
        var broken = from document in Documents.All
                     from Match link in Link().Matches(WithoutCode(File.ReadAllText(document)))
                     let target = link.Groups[1].Value
                     where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
                     where !Exists(document, target)
                     select $"{Documents.NameOf(document)}: {target}";
        Assert.Empty(broken);
    }

    [Fact]
    public void Runbooks_AndDecisions_AreReachedFromAnotherDocument()
    {
        var linked = Documents.All
            .SelectMany(document => Link().Matches(File.ReadAllText(document))
                .Select(link => Path.GetFullPath(link.Groups[1].Value.Split('#')[0], Path.GetDirectoryName(document)!)))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Documents.All
            .Where(document => Documents.NameOf(document).StartsWith("docs", StringComparison.Ordinal) && !linked.Contains(document))
            .Select(Documents.NameOf));
    }

    private static bool Exists(string document, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? document : Path.GetFullPath(parts[0], Path.GetDirectoryName(document)!);
        return Path.Exists(file) && (parts.Length == 1 || !file.EndsWith(".md", StringComparison.Ordinal) || Headings(file).Contains(parts[1]));
    }

    // As GitHub makes anchors: lower case, spaces to hyphens, all else but letters, digits, hyphens and underscores gone.
    private static IEnumerable<string> Headings(string file) =>
        WithoutCode(File.ReadAllText(file)).Split('\n').Where(line => line.StartsWith('#')).Select(line => string.Concat(
            line.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-').Where(character => char.IsLetterOrDigit(character) || character is '-' or '_')));

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^ *(```|~~~~).*?^ *\\1", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
