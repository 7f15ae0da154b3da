using System.Net;
using System.Text;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.PrivateCa;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Diff;

/// <summary>What one edit of the production stack is shown as.</summary>
public sealed class DiffTests
{
    private static readonly Lazy<Task<DiffReport>> OtherRange = new(() =>
        Compared.ProdWith(settings => settings with { Network = settings.Network with { Cidr = IPNetwork.Parse("10.21.0.0/16") } }));

    private static readonly Lazy<Task<DiffReport>> NewService = new(() => Compared.ProdWith(WithOrders));

    [Fact]
    public async Task Diff_OfAStackWithItself_IsOneLine()
    {
        var screen = Compared.Screen(await Compared.ProdWith(settings => settings));

        Assert.Matches(@"^No difference: from here to there, \d+ resources\.\n$", screen);
    }

    [Fact]
    public async Task Diff_OfANewDigest_IsOneRevisionAndTasksThatRoll()
    {
        var report = await Compared.ProdWith(settings => settings with { Images = settings.Images.SetItem("api", StackCase.Digest("another")) });

        var group = Assert.Single(report.Groups);
        Assert.Equal("service api: new image, its tasks roll", group.Title);
        Assert.Equal(["TaskDefinition api", "Service api"], group.Changes.Select(change => change.Name));
        var value = Assert.Single(group.Changes[0].Values);
        Assert.Equal("containerDefinitions[api].image", value.Path);
        Assert.Contains(StackCase.Digest("another")[..19], value.After, StringComparison.Ordinal);
        Assert.True(report.Gate.Passes);
        Assert.Empty(report.Costs);
    }

    [Fact]
    public async Task Diff_OfANewService_IsCountedAsOne()
    {
        var report = await NewService.Value;

        Assert.Contains(report.Groups, group => group.Title == $"+1 service orders: {group.Changes.Length} resources" && group.Changes.All(change => change.Sign == "+"));
        Assert.Contains(report.Groups, group => group.Title == "service gateway: settings GATEWAY_SERVICES, its tasks roll");

        // The last group is what moved on the dashboard: only what came is shown.
        var dashboard = Assert.Single(report.Groups, group => group.Title.StartsWith("StackDashboard", StringComparison.Ordinal));
        Assert.All(Assert.Single(dashboard.Changes).Values, value => Assert.Empty(value.Before));
        Assert.Contains(report.Costs, cost => cost.Unit == "task vCPU ARM64" && cost.Difference > 0);
    }

    [Fact]
    public async Task Diff_OfARemovedService_NamesTheLabelsThatTheGateAsksFor()
    {
        var report = Compared.Of((await NewService.Value).After.Stack, await StackMatrix.Record(StackMatrix.Prod));

        Assert.Contains(report.Groups, group => group.Title == $"-1 service orders: {group.Changes.Length} resources");
        foreach (var label in (string[])["allow-replace:repository", "allow-replace:log-group", "allow-replace:security-group"])
            Assert.Contains(label, report.GateLine, StringComparison.Ordinal);
        Assert.Contains("- Repository orders", Compared.Screen(report), StringComparison.Ordinal);
        Assert.Contains("gate: allow-replace:repository", Compared.Screen(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_OfARevokedClient_NamesTheClientTheListsAndTheGateway()
    {
        var report = await Compared.ProdWith(settings => settings with
        {
            Mtls = settings.Mtls with
            {
                Revocations = [new RevocationConfig { Client = "acme", Date = new DateOnly(2026, 11, 1) }],
                Crl = settings.Mtls.Crl! with { Number = settings.Mtls.Crl.Number + 1 },
            },
        });

        var group = Assert.Single(report.Groups);
        Assert.Equal("client acme revoked: lists, gateway rolls", group.Title);
        Assert.Contains(group.Changes, change => change.Name == "TrustStoreRevocation crl-g1" && change.Sign == "±");
        Assert.Contains("revoked: 2026-11-01", group.Changes.Single(change => change.Name == "BucketObjectv2 crl-g1").Values[0].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_OfTheNetworksRange_ShowsWhatIsReplacedAndFoldsWhatFollows()
    {
        var report = await OtherRange.Value;

        var group = report.Groups[0];
        Assert.StartsWith("address range 10.20.0.0/16 to 10.21.0.0/16: the VPC is replaced, and ", group.Title, StringComparison.Ordinal);
        Assert.Equal("Vpc vpc", group.Roots.First().Name);
        Assert.True(group.Folded > 30, $"{group.Folded} resources follow.");
        Assert.Contains("allow-replace:subnet", report.GateLine, StringComparison.Ordinal);
        Assert.True(Compared.Screen(report).Split('\n').Length < 60, "A screen is not enough.");
    }

    /// <summary>The engine would make each of these anew, because an argument that cannot be changed comes from what is replaced.</summary>
    [Theory]
    [InlineData("aws:ec2/natGateway:NatGateway")]
    [InlineData("aws:ec2/securityGroup:SecurityGroup")]
    [InlineData("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")]
    [InlineData("aws:lb/targetGroup:TargetGroup")]
    public async Task Replacement_OfTheVpc_ReachesWhatIsMadeOfIt(string type)
    {
        var report = await OtherRange.Value;

        var changes = report.Groups.SelectMany(group => group.Changes).Where(change => change.Change.Resource.Type == type).ToList();
        Assert.Equal(report.After.Stack.OfType(type).Count(), changes.Count);
        Assert.All(changes, change => Assert.Equal("±", change.Sign));
    }

    [Fact]
    public async Task Diff_OfAChangedPolicy_ShowsTheStatementAlone()
    {
        var report = await Compared.ProdWith(settings => settings with
        {
            Services = settings.Services.SetItem("api", settings.Services["api"] with { Secrets = settings.Services["api"].Secrets.Add("API_TOKEN", SecretText.External) }),
        });

        var policy = report.Groups.SelectMany(group => group.Changes).Single(change => change.Change.Resource.Type == "aws:iam/policy:Policy");
        Assert.All(policy.Values, value => Assert.StartsWith("policy.Statement[", value.Path, StringComparison.Ordinal));
        Assert.All(policy.Values, value => Assert.True(value.After.Length < 200, value.After));
    }

    [Fact]
    public async Task Diff_OfAChangedSecret_SaysSoAndShowsNeitherValue()
    {
        const string Old = "the-old-value-of-the-secret";
        const string New = "the-new-value-of-the-secret";
        StackConfig With(string secret) => StackMatrix.Prod.Settings with
        {
            Services = StackMatrix.Prod.Settings.Services.SetItem("api", StackMatrix.Prod.Settings.Services["api"] with { Secrets = SortedMaps.Empty<SecretText>().Add("API_TOKEN", new SecretText(secret)) }),
        };
        var report = Compared.Of(await StackMatrix.Record(With(Old)), await StackMatrix.Record(With(New)));

        var screen = Compared.Screen(report);
        Assert.Contains("[secret] → [secret]  changed", screen, StringComparison.Ordinal);
        foreach (var text in (string[])[screen, DiffMarkdown.Render(report), Encoding.UTF8.GetString(DiffJson.Write(report))])
        {
            Assert.DoesNotContain(Old, text, StringComparison.Ordinal);
            Assert.DoesNotContain(New, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Diff_OfRecordingsOfTwoDays_IsNone()
    {
        var settings = StackMatrix.Case("everything").Settings;
        var later = await StackRecorder.RecordAsync(
            settings.Project, settings.Stack, settings.Region, options => new SecureApiStack(settings, options), new RecordingOptions { Clock = new LaterClock() });

        Assert.StartsWith("No difference", Compared.Screen(Compared.Of(await StackMatrix.Record(StackMatrix.Case("everything")), later)), StringComparison.Ordinal);
    }

    /// <summary>GitHub refuses a comment of more than 65,536 characters: the script adds two lines above it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    public async Task Comment_WithNewServices_FitsAndCountsWhatIsLeftOut(int services)
    {
        var before = StackCase.Minimal(services: 1);
        var after = StackCase.Minimal(services: 1 + services);
        after = after with { Services = after.Services.SetItem("api", before.Services["api"]) };
        var report = Compared.Of(await StackMatrix.Record(before), await StackMatrix.Record(after));

        var comment = DiffMarkdown.Render(report);

        Assert.InRange(Encoding.UTF8.GetByteCount(comment), 5_000, 65_000);
        Assert.StartsWith("## What this changes in `secure-api` / `prod`", comment, StringComparison.Ordinal);
        Assert.Contains($"{report.Groups[0].Changes.Length} resources", comment, StringComparison.Ordinal);
        Assert.Equal(Count(comment, "<details>"), Count(comment, "</details>"));
        Assert.Equal(0, Count(comment, "```") % 2);
        Assert.All(comment.Split('\n').Where(line => line.StartsWith('|')), line => Assert.EndsWith("|", line, StringComparison.Ordinal));
        if (services == 50)
            Assert.Contains("did not fit into a comment", comment, StringComparison.Ordinal);
        if (services == 1)
            Assert.Contains("(new)", comment, StringComparison.Ordinal);
    }

    private static StackConfig WithOrders(StackConfig settings) => settings with
    {
        Services = settings.Services.Add("orders", new ServiceConfig { PathPrefix = "/orders", Port = 8001 }),
        Images = settings.Images.Add("orders", StackCase.Digest("orders")),
    };

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddDays(3);
    }
}
