using System.Collections.Immutable;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>How the files are read: YAML, its errors with their places, and what is merged with what.</summary>
public sealed class FileTests
{
    private const string Project = "name: secure-api\nruntime: dotnet\n";

    private const string Valid = """
        config:
          aws:region: eu-west-1
          secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
          secure-api:services: {api: {pathPrefix: /}}

        """;

    [Theory]
    [InlineData("config:\n  aws:region: [eu-west-1\n", 3, 1)]
    [InlineData("config:\n  aws:region: eu-west-1\n  aws:region: eu-west-2\n", 3, 3)]
    [InlineData("config:\n  a: 1\n b: 2\n", 3, 2)]
    [InlineData("config:\n  secure-api:tags: {a: b, a: c}\n", 2, 27)]
    [InlineData("config:\n  aws:region: *home\n", 2, 15)]
    [InlineData("config:\n  aws:region: !!str eu-west-1\n", 2, 15)]
    [InlineData("config: {}\n---\nconfig: {}\n", 2, 1)]
    [InlineData("config:\n\taws:region: eu-west-1\n", 2, 1)]
    [InlineData("config:\n  ? [a, b]\n  : c\n", 2, 5)]
    [InlineData("config:\n  secure-api:tags:\n    <<: text\n    a: b\n", 3, 5)]
    [InlineData("config:\n  aws:region: \"eu-west-1\n", 2, 15)]
    public void Yaml_Broken_IsReportedWithLineAndColumn(string stackFile, int line, int column)
    {
        var error = Assert.Single(Errors(stackFile));

        Assert.Equal("Pulumi.prod.yaml", error.Key);
        Assert.Equal(new SourceLocation("Pulumi.prod.yaml", line, column), error.Location);
        Assert.StartsWith("YAML: ", error.Rule, StringComparison.Ordinal);
    }

    /// <summary>Whatever a file holds, the answer is settings or a list of errors, and comes at once.</summary>
    [Fact]
    public void StackFile_DamagedAnywhere_NeverFailsInAnotherWay()
    {
        const string Pieces = "\n\t :-[]{},\"'&*!|>%@`#?\0ab1\u00e9";
        var shipped = File.ReadAllText(RepositoryFiles.At("Pulumi.prod.yaml"));
        var random = new Random(20240502);
        for (var i = 0; i < 400; i++)
        {
            var text = shipped;
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(text.Length);
                text = random.Next(3) switch
                {
                    0 => text.Insert(at, Pieces[random.Next(Pieces.Length)].ToString()),
                    1 => text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)),
                    _ => text[..at],
                };
            }

            try
            {
                Load(text);
            }
            catch (ConfigException error)
            {
                Assert.NotEmpty(error.Errors);
            }
        }
    }

    [Fact]
    public void Yaml_OfTooManyLevels_IsReported()
    {
        var error = Assert.Single(Errors($"config: {new string('[', 2_000)}"));

        Assert.Contains("at most 64 levels", error.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void ProjectFile_Broken_IsReportedWithLineAndColumn()
    {
        var error = Assert.Single(Errors(Valid, "name: [secure-api\n"));

        Assert.Equal("Pulumi.yaml", error.Location?.File);
        Assert.Equal(2, error.Location?.Line);
    }

    [Fact]
    public void Errors_InSeveralPlaces_AreReportedTogetherInTheOrderOfTheFile()
    {
        var errors = Errors("""
            config:
              aws:region: Ireland
              secure-api:netwrok: {}
              secure-api:network:
                natGateways: single
                cidr: 10.0.0.0/8
              secure-api:edge:
                domain: api.example.com
              secure-api:services:
                api:
                  pathPrefix: v1
                  cpu: 512
                  memory: 512
              secure-api:logs: {retentionDays: 2}
              secure-api:tags: {Stack: x}
            """);

        Assert.Equal(
            [
                "2:15 aws:region",
                "3:3 secure-api:netwrok",
                "5:18 secure-api:network.natGateways",
                "6:11 secure-api:network.cidr",
                "7:3 secure-api:edge.hostedZoneId",
                "11:19 secure-api:services.api.pathPrefix",
                "13:15 secure-api:services.api.memory",
                "14:36 secure-api:logs.retentionDays",
                "15:28 secure-api:tags.Stack",
            ],
            errors.Select(error => $"{error.Location?.Line}:{error.Location?.Column} {error.Key}"));
    }

    [Fact]
    public void Rules_OnAValueWithAnError_AreSilent()
    {
        // The default of a mistyped CPU does not go with this memory; that is no second error.
        var errors = Errors(Valid + "  secure-api:gateway: {cpu: lots, memory: 8192}\n");

        Assert.Equal(["secure-api:gateway.cpu"], errors.Select(error => error.Key));
    }

    [Fact]
    public void Message_HasEveryErrorOnFourLines()
    {
        var error = Assert.Throws<ConfigException>(() => Load(Valid + "  secure-api:network: {natGateways: single}\n  secure-api:logs: {retentionDays: 2}\n"));

        Assert.Equal(
            """
            The configuration of stack 'prod' has 2 errors; nothing was declared.

              secure-api:network.natGateways  (Pulumi.prod.yaml:5:37)
                value    single
                rule     perAz or none in production: with a single NAT gateway, the failure of one zone cuts all of them off
                example  natGateways: perAz

              secure-api:logs.retentionDays  (Pulumi.prod.yaml:6:36)
                value    2
                rule     a retention of CloudWatch Logs, in days: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
                example  retentionDays: 7

            """,
            error.Message);
    }

    [Fact]
    public void Value_OfManyLines_IsShownOnOne()
    {
        var error = Assert.Single(Errors(Valid + "  secure-api:tags:\n    Note: |\n      one;\n      two\n"));

        Assert.Equal("one; …", error.Value);
    }

    [Fact]
    public void Anchors_AndMergeKeys_AreResolved()
    {
        var settings = Load("""
            config:
              aws:region: &region eu-west-1
              secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
              secure-api:gateway: &size
                cpu: 1024
                memory: 4096
              secure-api:services:
                api:
                  <<: *size
                  memory: 2048
                  pathPrefix: /
              secure-api:tags: {Region: *region}
            """);

        Assert.Equal((1024, 2048), (settings.Services["api"].Cpu, settings.Services["api"].Memory));
        Assert.Equal("eu-west-1", settings.Tags["Region"]);
    }

    [Theory]
    [InlineData("[eu-west-1a, eu-west-1b]")]
    [InlineData("\n    - eu-west-1a\n    - eu-west-1b")]
    [InlineData("\n      - eu-west-1a\n      - \"eu-west-1b\"")]
    [InlineData("[\n      eu-west-1a,\n      'eu-west-1b',\n    ]")]
    public void List_InAnyStyle_IsRead(string list)
    {
        var settings = Load($"{Valid}  secure-api:network:\n    availabilityZones: {list}\n");

        Assert.Equal(["eu-west-1a", "eu-west-1b"], settings.Network.AvailabilityZones);
    }

    [Fact]
    public void Text_InAnyStyle_IsRead()
    {
        var settings = Load(Valid + "  secure-api:tags:\n    Plain: a b\n    Single: 'it'\n    Double: \"a\\tb\"\n    Folded: >-\n      one\n      two\n".Replace("\\t", " ", StringComparison.Ordinal));

        Assert.Equal(["a b", "a b", "it", "one two"], settings.Tags.Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ProjectFile_ValuesAndDefaults_HoldUntilTheStackFileReplacesThemAsAWhole()
    {
        const string ProjectWithConfig = """
            name: secure-api
            runtime: dotnet
            config:
              aws:region: eu-west-1
              environment: {type: string, default: dev}
              gateway: {type: object, default: {cpu: 1024, memory: 4096}}
              secure-api:logs: {value: {retentionDays: 14}}
            """;

        var settings = Load(Valid + "  secure-api:gateway: {memory: 1024}\n", ProjectWithConfig);

        Assert.Equal(DeploymentEnvironment.Dev, settings.Environment);
        Assert.Equal(14, settings.Logs.RetentionDays);
        Assert.Equal((256, 1024), (settings.Gateway.Cpu, settings.Gateway.Memory));
    }

    [Fact]
    public void ProjectFile_ValueWithAnError_IsReportedThere()
    {
        var error = Assert.Single(Errors(Valid, Project + "config:\n  logs: {value: {retentionDays: 2}}\n"));

        Assert.Equal(new SourceLocation("Pulumi.yaml", 4, 33), error.Location);
    }

    [Fact]
    public void StackFile_UnknownSection_IsReported()
    {
        var error = Assert.Single(Errors(Valid + "confg: {}\n"));

        Assert.Equal("confg", error.Key);
        Assert.Contains("did you mean config?", error.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void StackFile_OfPulumi_MayHaveItsOwnSections() =>
        Load($"encryptionsalt: v1:abc\nsecretsprovider: passphrase\n{Valid}  pulumi:tags: {{team: x}}\n");

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("config:\n")]
    public void StackFile_Empty_LacksWhatIsRequired(string stackFile)
    {
        var keys = Errors(stackFile).Select(error => error.Key);

        Assert.Equal(["aws:region", "secure-api:edge", "secure-api:services"], keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stack_Unknown_NamesThoseThatExist()
    {
        using var project = new TemporaryProject(Project, "prod", Valid);

        var exception = Assert.Throws<ConfigException>(() => StackFileReader.Load(project.Path, "prdo"));

        var error = Assert.Single(exception.Errors);
        Assert.Equal("a stack with a file Pulumi.<stack>.yaml: prod; did you mean prod?", error.Rule);
        Assert.Equal("--stack prod", error.Example);
    }

    [Theory]
    [InlineData("../prod")]
    [InlineData("")]
    [InlineData("a/b")]
    public void Stack_ThatIsNoFileName_IsUnknown(string stack)
    {
        using var project = new TemporaryProject(Project, "prod", Valid);

        Assert.Throws<ConfigException>(() => StackFileReader.Load(project.Path, stack));
    }

    [Fact]
    public void Project_InAFolderAbove_IsFound()
    {
        using var project = new TemporaryProject(Project, "prod", Valid);
        var below = Directory.CreateDirectory(Path.Combine(project.Path, "infra", "bin")).FullName;

        Assert.Equal("secure-api", StackFileReader.Load(below, "prod").Project);
    }

    [Fact]
    public void Project_Nowhere_IsReported()
    {
        var folder = Directory.CreateTempSubdirectory("no-project-");

        var error = Assert.Throws<ConfigException>(() => StackFileReader.Load(folder.FullName, "prod"));

        Assert.Equal("Pulumi.yaml", Assert.Single(error.Errors).Key);
        folder.Delete();
    }

    [Theory]
    [InlineData("Secure_API", "prod", "pulumi:project")]
    [InlineData("secure-api", "production-of-the-year", "pulumi:stack")]
    public void ProjectAndStack_NameThatAwsWouldRefuse_IsReported(string project, string stack, string key)
    {
        var sample = new SampleStack { ProjectFile = $"name: {project}\nruntime: dotnet\n", Name = stack };

        Assert.Contains(sample.Errors(), error => error.Key == key);
    }

    private static StackConfig Load(string stackFile, string projectFile = Project)
    {
        using var project = new TemporaryProject(projectFile, "prod", stackFile);
        return StackFileReader.Load(project.Path, "prod");
    }

    private static ImmutableArray<ConfigError> Errors(string stackFile, string projectFile = Project) =>
        Assert.Throws<ConfigException>(() => Load(stackFile, projectFile)).Errors;
}
