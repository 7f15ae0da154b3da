using System.Text.RegularExpressions;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>docs/gateway.md names exactly what the gateway knows.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Text = File.ReadAllText(RepositoryFiles.At("docs", "gateway.md"));

    [Fact]
    public void Documentation_Reasons_AreThoseOfTheGateway()
    {
        var known = Matches(Reason(), "reasons.lua").Select(match => $"{match.Groups[1].Value} {(match.Groups[2].Value == "FORBIDDEN" ? 403 : 400)}");
        var documented = DocumentedReason().Matches(Text).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}");

        Assert.Equal(known.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Documentation_Variables_AreThoseOfTheEntryPoint()
    {
        var known = Matches(Variable(), "settings.lua").Select(match => match.Groups[1].Value).Distinct();
        var documented = DocumentedVariable().Matches(Text).Select(match => match.Groups[1].Value);

        Assert.Equal(known.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static MatchCollection Matches(Regex pattern, string module) =>
        pattern.Matches(File.ReadAllText(RepositoryFiles.At("images", "gateway", "lua", "gateway", module)));

    [GeneratedRegex(@"^        (\w+) = (FORBIDDEN|BAD_REQUEST),$", RegexOptions.Multiline)]
    private static partial Regex Reason();

    [GeneratedRegex(@"^\| `(\w+)` \| (400|403) \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedReason();

    [GeneratedRegex("\"(GATEWAY_[A-Z_]+)\"")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\| `(GATEWAY_[A-Z_]+)` \| .* \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex DocumentedVariable();
}
