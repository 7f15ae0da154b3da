using System.Text.Json.Nodes;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Tests.Cli.Preview;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Diff;

/// <summary>Stacks that stand in files: our own recordings, and states as the engine exports them.</summary>
public sealed class RecordedFileTests : IDisposable
{
    // The engine's own marks of a secret: pulumi/pulumi, sdk/go/common/resource/sig.
    private const string SignatureKey = "4dabf18193072939515e22adb298388d";
    private const string SecretSignature = "1b47061264138c4ac30d75fd1eb44270";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Recording_WithFingerprints_IsNoDifferenceToItsStack()
    {
        var (stack, fingerprints) = (await StackMatrix.Record(StackMatrix.Prod), Fingerprints.Fresh());
        var report = Compared.Of(RecordedFile.Read(Plan(stack, fingerprints)).Stack, stack, fingerprints: fingerprints);

        Assert.True(report.IsEmpty, Compared.Screen(report));
        Assert.Empty(report.Unknown);
    }

    /// <summary>Masks and fingerprints of another key tell nothing, and must not look like a change.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recording_WhoseSecretsCannotBeCompared_SaysSo(bool hasFingerprints)
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var report = Compared.Of(RecordedFile.Read(Plan(stack, hasFingerprints ? Fingerprints.Fresh() : null)).Stack, stack);

        Assert.True(report.IsEmpty, Compared.Screen(report));
        Assert.Matches(@"^No difference: .*, \d+ values not comparable", report.Nothing);
    }

    /// <summary>Another account, other ids and suffixes, ciphertexts, the providers' defaults: nothing that an `up` would change.</summary>
    [Fact]
    public async Task State_OfWhatTheProgramDeclares_IsNoDifference()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var report = Compared.Of(Deployed(stack).Stack, stack, isState: true);

        Assert.True(report.IsEmpty, Compared.Screen(report));
        Assert.NotEmpty(report.Unknown);
    }

    [Fact]
    public async Task State_BehindTheProgram_ShowsWhatAnUpWouldDo()
    {
        var settings = StackMatrix.Prod.Settings;
        var after = await StackMatrix.Record(settings with { Images = settings.Images.SetItem("api", StackCase.Digest("another")), Logs = settings.Logs with { RetentionDays = 30 } });
        var report = Compared.Of(Deployed(await StackMatrix.Record(StackMatrix.Prod)).Stack, after, isState: true);

        Assert.Contains(report.Groups, group => group.Title == "service api: new image, its tasks roll");
        Assert.Contains(report.Groups.SelectMany(group => group.Changes).SelectMany(change => change.Values), value => value is { Path: "retentionInDays", Before: "365", After: "30" });
        Assert.All(report.Groups.SelectMany(group => group.Changes), change => Assert.Contains(change.Sign, (string[])["~", "±"]));
    }

    [Theory]
    [InlineData("{}", "neither the output of preview --json nor that of pulumi stack export")]
    [InlineData("[1", "is not one JSON document (line 1")]
    [InlineData("{\"steps\": [{\"op\": \"create\"}]}", "comes from a version that does not write what a diff needs")]
    [InlineData("{\"steps\": [{\"op\": \"create\", \"newState\": {}}]}", "a step has no 'urn'")]
    [InlineData("{\"version\": 3, \"deployment\": {}}", "the stack is empty")]
    [InlineData("{\"steps\": [{\"op\": \"update\", \"newState\": {\"urn\": \"urn:pulumi:prod::p::t::n\"}}], \"changeSummary\": {\"same\": 3}}", "pulumi preview --json --show-sames")]
    public void File_ThatIsNoStack_IsRefusedWithAReason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<UserException>(() => RecordedFile.Read(folder.Write("file.json", text))).Message, StringComparison.Ordinal);

    private string Plan(RecordedStack stack, Fingerprints? fingerprints)
    {
        var path = folder.File("plan.json");
        File.WriteAllBytes(path, PlanJson.Write(new PreviewReport(stack, []), fingerprints));
        return path;
    }

    // A state has what AWS gave: other numbers, other suffixes, ciphertexts.
    private RecordedFile Deployed(RecordedStack stack)
    {
        var plan = File.ReadAllText(Plan(stack, null)).Replace("123456789012", "210987654321", StringComparison.Ordinal).Replace("2001:db8:", "2a05:d018:", StringComparison.Ordinal);
        plan = System.Text.RegularExpressions.Regex.Replace(plan, "(?<=[a-z]-)[0-9a-f]{7}(?=[\\\\\"/:.-])|(?<=-)[0-9a-f]{17}(?=[\\\\\"/:.])", id => new string([.. id.Value.Reverse()]));
        var resources = new JsonArray();
        foreach (var step in JsonNode.Parse(plan)!["steps"]!.AsArray())
        {
            var state = Encrypted(step!["newState"]!)!.AsObject();
            if (state["custom"]!.GetValue<bool>() && state["type"]!.GetValue<string>().StartsWith("aws:", StringComparison.Ordinal))
            {
                var inputs = state["inputs"]?.AsObject() ?? [];
                (inputs["__defaults"], inputs["addedByTheProvider"], inputs["tagsAll"]) = (new JsonArray("addedByTheProvider"), "auto", new JsonObject { ["Owner"] = "platform" });
                if (state["inputs"] is null)
                    state["inputs"] = inputs;
            }

            resources.Add(state);
        }

        resources.Add(new JsonObject { ["urn"] = "urn:pulumi:prod::secure-api::aws:ec2/subnet:Subnet::gone", ["delete"] = true, ["custom"] = true, ["type"] = "aws:ec2/subnet:Subnet" });
        return RecordedFile.Read(folder.Write("state.json", new JsonObject { ["version"] = 3, ["deployment"] = new JsonObject { ["resources"] = resources } }.ToJsonString()));
    }

    private static JsonNode? Encrypted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Encrypted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Encrypted)]),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String && value.GetValue<string>() == "[secret]" =>
            new JsonObject { [SignatureKey] = SecretSignature, ["ciphertext"] = "v1:AAAA" },
        _ => node?.DeepClone(),
    };
}
