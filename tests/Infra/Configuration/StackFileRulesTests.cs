using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>The Pulumi CLI's rules of its files, from its sources: docs/stack-files.md.</summary>
public sealed partial class StackFileRulesTests
{
    private const string Project = "name: secure-api\nruntime: dotnet\n";

    public static TheoryData<string, string> Words => [.. File.ReadLines(RepositoryFiles.At("docs", "stack-files.md"))
        .Select(line => Row().Match(line)).Where(row => row.Success).Select(row => (row.Groups[1].Value, row.Groups[2].Value))];

    [Theory]
    [MemberData(nameof(Words))]
    public void Word_Unquoted_IsWhatTheEngineHandsToTheProgram(string written, string json)
    {
        var value = JsonNode.Parse(Read($"config:\n  secure-api:x:\n    v: {written}\n").Values["secure-api:x"])!["v"];

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), value), $"{value?.ToJsonString()} in place of {json}");
        if (value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.Number) Assert.Equal(json, value.ToJsonString());
    }

    [Theory]
    [InlineData("010", "8")]
    [InlineData("True", "true")]
    [InlineData("\"010\"", "010")]
    [InlineData("", "")]
    [InlineData("~", "")]
    [InlineData("2026-11-01", "2026-11-01 00:00:00 +0000 UTC")]
    [InlineData("80:00", "80:00")]
    [InlineData("[1, two]", "[1,\"two\"]")]
    [InlineData("{secure: AAABAN}", SecretText.EncryptedText)]
    public void WholeKey_OfTheStackFile_ReachesTheProgramAsText(string written, string text) =>
        Assert.Equal(text, Read($"config:\n  secure-api:x: {written}\n").Values["secure-api:x"]);

    [Theory]
    [InlineData("waf", "secure-api:waf")]
    [InlineData("secure-api:waf", "secure-api:waf")]
    [InlineData("secure-api:config:waf", "secure-api:waf")]
    [InlineData("aws:config:region", "aws:region")]
    public void Key_InAnyForm_IsTheSame(string written, string key)
    {
        var configuration = Read($"config:\n  {written}: {{rateLimit: 1}}\n");

        Assert.Equal([key], configuration.Values.Keys);
        Assert.Equal(new SourceLocation("Pulumi.prod.yaml", 2, written.Length + 17), configuration.Locate!([key, "rateLimit"]));
    }

    [Fact]
    public void Key_WithoutNamespace_IsASetting()
    {
        var error = Assert.Single(Errors("config:\n  aws:region: eu-west-1\n  edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}\n  services: {api: {pathPrefix: /}}\n  waf: {rateLimit: 1}\n"));

        Assert.Equal("secure-api:waf.rateLimit", error.Key);
        Assert.Equal(5, error.Location!.Line);
    }

    [Theory]
    [InlineData("config:\n  a:b:c: 1\n", "namespace:config:key")]
    [InlineData("config:\n  waf: {}\n  secure-api:waf: {}\n", "it is written twice")]
    [InlineData("config:\n  1: {}\n", "a key of text")]
    [InlineData("config:\n  secure-api:x: .inf\n", "a finite number")]
    [InlineData("config:\n  secure-api:x: {v: -.inf}\n", "a finite number")]
    [InlineData("config:\n  secure-api:x: {v: .nan}\n", "a finite number")]
    [InlineData("config:\n  secure-api:x: {v: 1, \"v\": 2}\n", "Duplicate key")]
    [InlineData("config:\n  secure-api:x: \"a\u0007b\"\n", "U+0007")]
    [InlineData("config:\n  secure-api:x: \"a\u0000b\"\n", "U+0000")]
    public void StackFile_ThatTheCliRefuses_IsAnError(string stackFile, string says) =>
        Assert.Contains(Errors(stackFile), error => error.Rule.Contains(says, StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("waf: {rateLimit: 5}", "a map of values goes below default")]
    [InlineData("waf: {type: object, defualt: {}}", "did you mean default?")]
    [InlineData("waf:", "text, a whole number, true, false, a list, or a map")]
    [InlineData("waf: 1.5", "text, a whole number")]
    [InlineData("waf: {type: map, default: {}}", "one of string, integer, boolean, array, object")]
    [InlineData("waf: {type: object, default: [1]}", "a value of the type object, not a list")]
    [InlineData("environment: {type: string, default: 5}", "a value of the type string, not a number")]
    [InlineData("environment: {type: boolean, default: maybe}", "a value of the type boolean, not text")]
    [InlineData("environment: {type: integer, default: 1.5}", "a value of the type integer, not a number")]
    [InlineData("list: {type: array, default: [a]}", "array together with items")]
    [InlineData("list: {type: array, items: {type: integer}, default: [a]}", "a value of the type array, not a list")]
    [InlineData("waf: {default: {}, value: {}}", "default or value, not both")]
    [InlineData("aws:region: {default: eu-west-1}", "value in place of default")]
    [InlineData("aws:region: {type: string, value: eu-west-1}", "no type")]
    [InlineData("aws:region: {description: where}", "a value: the key is another project's")]
    [InlineData("tags: {type: object}", "the project file declares the key, and has no default for it")]
    [InlineData("tags: {default: {1: a}}", "a key of text")]
    [InlineData("logs: {type: string}", "a value of the type string, as the project file declares it, not a map")]
    [InlineData("logs: {type: object, secret: true}", "secret: true")]
    public void ProjectFile_ThatTheCliRefuses_IsOneError(string entry, string says)
    {
        var error = Assert.Single(Errors(Stack, $"{Project}config:\n  {entry}\n"));

        Assert.Contains(says, error.Rule, StringComparison.Ordinal);
        Assert.NotNull(error.Location);
    }

    [Theory]
    [InlineData("logs: {type: object}")]
    [InlineData("aws:region: us-east-1")]
    [InlineData("aws:region: {value: us-east-1}")]
    [InlineData("environment: {type: string, default: prod}")]
    [InlineData("environment: staging")]
    [InlineData("waf: {default: {rateLimit: 100}}")]
    [InlineData("mtls: {default: {crl: {number: 1, thisUpdate: 2026-07-25}}}")]
    public void ProjectFile_ThatTheCliTakes_IsRead(string entry) => Assert.Empty(Errors(Stack, $"{Project}config:\n  {entry}\n"));

    [Fact]
    public void ProjectFile_DateInADefault_IsTextAsJsonWritesIt() =>
        Assert.Equal("""{"d":"2026-11-01T00:00:00Z"}""", Read("config:\n", $"{Project}config:\n  x: {{default: {{d: 2026-11-01}}}}\n").Values["secure-api:x"]);

    [Fact]
    public void ProjectFile_ConfigAsAFolder_IsWhereTheStackFilesAre()
    {
        using var project = new TemporaryProject($"{Project}config: stacks\n", "elsewhere", "config:\n");
        Directory.CreateDirectory(Path.Combine(project.Path, "stacks"));
        File.WriteAllText(Path.Combine(project.Path, "stacks", "Pulumi.prod.yaml"), "config:\n  x: 1\n");

        Assert.Equal("1", StackFileReader.Read(project.Path, "prod").Values["secure-api:x"]);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-8", true)]
    [InlineData("latin1", false)]
    public void StackFile_InAnEncoding_IsReadOrNamed(string encoding, bool isRead)
    {
        using var project = new TemporaryProject(Project, "prod", "");
        File.WriteAllText(Path.Combine(project.Path, "Pulumi.prod.yaml"), $"{Stack}  secure-api:tags: {{Owner: M\u00fcller}}\n", Encoding.GetEncoding(encoding));

        if (isRead) Assert.Equal("M\u00fcller", StackFileReader.Load(project.Path, "prod").Tags["Owner"]);
        else Assert.Contains("UTF-8", Assert.Single(Assert.Throws<ConfigException>(() => StackFileReader.Load(project.Path, "prod")).Errors).Rule, StringComparison.Ordinal);
    }

    private const string Stack = """
        config:
          aws:region: eu-west-1
          secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
          secure-api:services: {api: {pathPrefix: /}}
          secure-api:logs: {retentionDays: 7}

        """;

    [GeneratedRegex(@"^\| `(.+)` \| `(.+)` \|$")]
    private static partial Regex Row();

    private static EngineConfiguration Read(string stackFile, string projectFile = Project)
    {
        using var project = new TemporaryProject(projectFile, "prod", stackFile);
        return StackFileReader.Read(project.Path, "prod");
    }

    private static ImmutableArray<ConfigError> Errors(string stackFile, string projectFile = Project)
    {
        using var project = new TemporaryProject(projectFile, "prod", stackFile);
        try
        {
            StackFileReader.Load(project.Path, "prod");
            return [];
        }
        catch (ConfigException error)
        {
            return error.Errors;
        }
    }
}
