using System.Collections.Immutable;
using SecureApi.Configuration;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>How the files are read: YAML, its faults with their places, and what is merged with what.</summary>
public sealed class FileTests
{
    private const string Project = "name: secure-api\nruntime: dotnet\n";

    private const string Valid = """
        config:
          aws:region: eu-west-1
          secure-api:load-balancing: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
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
        var fault = Assert.Single(Faults(stackFile));

        Assert.Equal("Pulumi.prod.yaml", fault.Key);
        Assert.Equal(new SourceLocation("Pulumi.prod.yaml", line, column), fault.Location);
        Assert.StartsWith("YAML: ", fault.Rule, StringComparison.Ordinal);
    }

    /// <summary>Whatever a file holds, the answer is settings or a list of faults, and comes at once.</summary>
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
            catch (SettingsException error)
            {
                Assert.NotEmpty(error.Faults);
            }
        }
    }

    [Fact]
    public void Yaml_OfTooManyLevels_IsReported()
    {
        var fault = Assert.Single(Faults($"config: {new string('[', 100_000)}"));

        Assert.Contains("at most 64 levels", fault.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void ProjectFile_Broken_IsReportedWithLineAndColumn()
    {
        var fault = Assert.Single(Faults(Valid, "name: [secure-api\n"));

        Assert.Equal("Pulumi.yaml", fault.Location?.File);
        Assert.Equal(2, fault.Location?.Line);
    }

    [Fact]
    public void Faults_InSeveralPlaces_AreReportedTogetherInTheOrderOfTheFile()
    {
        var faults = Faults("""
            config:
              aws:region: Ireland
              secure-api:netwrok: {}
              secure-api:network:
                natGateways: single
                cidr: 10.0.0.0/8
              secure-api:load-balancing:
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
            faults.Select(fault => $"{fault.Location?.Line}:{fault.Location?.Column} {fault.Key}"));
    }

    [Fact]
    public void Rules_OnAFaultyValue_AreSilent()
    {
        // The default of a mistyped CPU does not go with this memory; that is no second fault.
        var faults = Faults(Valid + "  secure-api:gateway: {cpu: lots, memory: 8192}\n");

        Assert.Equal(["secure-api:gateway.cpu"], faults.Select(fault => fault.Key));
    }

    [Fact]
    public void Message_HasEveryFaultOnFourLines()
    {
        var error = Assert.Throws<SettingsException>(() => Load(Valid + "  secure-api:network: {natGateways: single}\n  secure-api:logs: {retentionDays: 2}\n"));

        Assert.Equal(
            """
            The configuration of stack 'prod' has 2 faults; nothing was declared.

              secure-api:network.natGateways  (Pulumi.prod.yaml:5:37)
                value    single
                rule     perAz or none in production: with a single NAT gateway, the failure of one zone cuts all of them off
                example  natGateways: perAz

              secure-api:logs.retentionDays  (Pulumi.prod.yaml:6:36)
                value    2
                rule     a retention of CloudWatch Logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days
                example  retentionDays: 7

            """,
            error.Message);
    }

    [Fact]
    public void Value_OfManyLines_IsShownOnOne()
    {
        var fault = Assert.Single(Faults(Valid + "  secure-api:tags:\n    Note: |\n      one;\n      two\n"));

        Assert.Equal("one; …", fault.Value);
    }

    [Fact]
    public void Anchors_AndMergeKeys_AreResolved()
    {
        var settings = Load("""
            config:
              aws:region: &region eu-west-1
              secure-api:load-balancing: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
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
    public void ProjectFile_FaultyValue_IsReportedThere()
    {
        var fault = Assert.Single(Faults(Valid, Project + "config:\n  logs: {value: {retentionDays: 2}}\n"));

        Assert.Equal(new SourceLocation("Pulumi.yaml", 4, 33), fault.Location);
    }

    [Fact]
    public void StackFile_UnknownSection_IsReported()
    {
        var fault = Assert.Single(Faults(Valid + "confg: {}\n"));

        Assert.Equal("confg", fault.Key);
        Assert.Contains("did you mean config?", fault.Rule, StringComparison.Ordinal);
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
        var keys = Faults(stackFile).Select(fault => fault.Key);

        Assert.Equal(["aws:region", "secure-api:edge", "secure-api:services"], keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stack_Unknown_NamesThoseThatExist()
    {
        using var project = new TemporaryProject(Project, "prod", Valid);

        var error = Assert.Throws<SettingsException>(() => StackConfiguration.FromFiles(project.Path, "prdo"));

        var fault = Assert.Single(error.Faults);
        Assert.Equal("a stack with a file Pulumi.<stack>.yaml: prod; did you mean prod?", fault.Rule);
        Assert.Equal("--stack prod", fault.Example);
    }

    [Theory]
    [InlineData("../prod")]
    [InlineData("")]
    [InlineData("a/b")]
    public void Stack_ThatIsNoFileName_IsUnknown(string stack)
    {
        using var project = new TemporaryProject(Project, "prod", Valid);

        Assert.Throws<SettingsException>(() => StackConfiguration.FromFiles(project.Path, stack));
    }

    [Fact]
    public void Project_InAFolderAbove_IsFound()
    {
        using var project = new TemporaryProject(Project, "prod", Valid);
        var below = Directory.CreateDirectory(Path.Combine(project.Path, "infra", "bin")).FullName;

        Assert.Equal("secure-api", StackConfiguration.FromFiles(below, "prod").Project);
    }

    [Fact]
    public void Project_Nowhere_IsReported()
    {
        var folder = Directory.CreateTempSubdirectory("no-project-");

        var error = Assert.Throws<SettingsException>(() => StackConfiguration.FromFiles(folder.FullName, "prod"));

        Assert.Equal("Pulumi.yaml", Assert.Single(error.Faults).Key);
        folder.Delete();
    }

    [Theory]
    [InlineData("Secure_API", "prod", "pulumi:project")]
    [InlineData("secure-api", "production-of-the-year", "pulumi:stack")]
    public void NamesRule_NameThatAwsWouldRefuse_IsReported(string project, string stack, string key)
    {
        var sample = new SampleStack { ProjectFile = $"name: {project}\nruntime: dotnet\n", Name = stack };

        Assert.Contains(sample.Faults(), fault => fault.Key == key);
    }

    private static StackConfig Load(string stackFile, string projectFile = Project)
    {
        using var project = new TemporaryProject(projectFile, "prod", stackFile);
        return StackConfiguration.FromFiles(project.Path, "prod");
    }

    private static ImmutableArray<SettingFault> Faults(string stackFile, string projectFile = Project) =>
        Assert.Throws<SettingsException>(() => Load(stackFile, projectFile)).Faults;
}
