using System.Text.RegularExpressions;
using SecureApi.Cli.Preview.Diagram;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed partial class MermaidTests
{
    [Fact]
    public async Task Diagram_OfProd_ShowsHowARequestTravels()
    {
        var diagram = MermaidDiagram.Render(new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), []));

        foreach (var edge in (string[])["internet -->|\"HTTP 80, HTTPS 443\"| balancer_alb", "balancer_alb -->|\"HTTPS 443\"| service_gateway", "service_gateway -->|\"tcp 8000\"| service_api", "waf -.->|\"filters\"| balancer_alb", "dns -.->|\"alias\"| balancer_alb", "service_gateway -.->|\"names\"| names", "endpoints -.->|\"logs\"| logs"])
            Assert.Contains(edge, diagram, StringComparison.Ordinal);
    }

    [Fact]
    public Task Diagram_OverTheMatrix_JoinsOnlyBoxesThatItHas() => StackMatrix.Holds((stack, _) =>
    {
        var diagram = MermaidDiagram.Render(new PreviewReport(stack, []));
        var boxes = Box().Matches(diagram).Select(match => match.Groups[1].Value).ToHashSet();
        return Edge().Matches(diagram).SelectMany(match => (string[])[match.Groups[1].Value, match.Groups[2].Value]).Where(end => !boxes.Contains(end));
    });

    [Fact]
    public Task Comment_OverTheMatrix_FitsIntoAComment() => StackMatrix.Holds((stack, _) =>
        MarkdownReport.Render(new PreviewReport(stack, [])).Length is > 65_536 and var length ? [$"{length} characters"] : []);

    [GeneratedRegex("^\\s*(?:subgraph )?(\\w+)\\[\"", RegexOptions.Multiline)]
    private static partial Regex Box();

    [GeneratedRegex("^  (\\w+) (?:-->|-\\.->)\\|\"[^\"]*\"\\| (\\w+)$", RegexOptions.Multiline)]
    private static partial Regex Edge();
}
