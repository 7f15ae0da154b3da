using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Pulumi;
using SecureApi.Sdks.Tests.Contract;
using SecureApi.Tests.Support;
using Xunit;
using AwsIam = Pulumi.Aws.Iam;
using CloudWatch = Pulumi.Aws.CloudWatch;
using Ecr = Pulumi.Aws.Ecr;
using S3 = Pulumi.Aws.S3;
using Sns = Pulumi.Aws.Sns;

namespace SecureApi.Sdks.Tests;

/// <summary>
/// What the published packages have changes the meaning of no line of ours: the local SDKs have all of their type names,
/// their deprecated members and their unions. All of this is true of the published packages as well.
/// </summary>
public sealed class PublishedNamesTests
{
    private static readonly Assembly Aws = typeof(Pulumi.Aws.Provider).Assembly;
    private static readonly Assembly Tls = typeof(Pulumi.Tls.PrivateKey).Assembly;

    [Fact]
    public void TypesOfAws_InThePublishedSources_AreAllThere() => Assert.Empty(Missing(Aws, "pulumi-aws-types.txt"));

    [Fact]
    public void TypesOfTheCore_InThePublishedPackage_AreAllThere() => Assert.Empty(Missing(typeof(Deployment).Assembly, "pulumi-types.txt"));

    [Theory]
    [InlineData("Pulumi.Tls.CertRequestState")] // a state
    [InlineData("Pulumi.Tls.GetPublicKey")] // a function, its arguments and its result
    [InlineData("Pulumi.Tls.GetPublicKeyArgs")]
    [InlineData("Pulumi.Tls.GetPublicKeyInvokeArgs")]
    [InlineData("Pulumi.Tls.GetPublicKeyResult")]
    [InlineData("Pulumi.Tls.ProviderTerraformConfigResult")] // the result of a method
    [InlineData("Pulumi.Tls.Config")]
    [InlineData("Pulumi.Tls.Inputs.CertRequestSubjectGetArgs")] // a nested type of a state
    [InlineData("Pulumi.Tls.Outputs.GetCertificateCertificateResult")] // a nested type of a function's result
    public void TypesOfTls_OfEachKind_AreThere(string name) => Assert.True(Tls.GetType(name)?.IsPublic, name);

    [Fact]
    public async Task NamesOfTwoNamespaces_InAFileThatImportsBoth_DoNotCompile()
    {
        string[] names = ["BucketLoggingArgs", "BucketObjectLockConfigurationArgs", "BucketServerSideEncryptionConfigurationArgs", "BucketVersioningArgs"];
        var parameters = string.Join(", ", names.Select((name, number) => $"{name} p{number}"));

        var said = await Compile($$"""using Pulumi.Aws.S3; using Pulumi.Aws.S3.Inputs; class Both { void Use({{parameters}}) {} }""");

        Assert.Equal(names, said.Select(line => Regex.Match(line, "error CS0104: '(.+?)'").Groups[1].Value));
    }

    [Fact]
    public void TypeOfWhichThereIsOnlyTheName_CannotBeUsed_AndSaysWhatToDo()
    {
        var type = Aws.GetType("Pulumi.Aws.S3.BucketVersioningState", throwOnError: true)!;
        Assert.SkipUnless(PublicApi.IsNameOnly(type), "This build uses the published Pulumi.Aws.");

        Assert.Contains("sdks/resources.json", type.GetCustomAttribute<ObsoleteAttribute>()!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(S3.BucketArgs), "Acl", "aws.s3.BucketAcl")]
    [InlineData(typeof(S3.BucketArgs), "Versioning", "aws.s3.BucketVersioning")]
    [InlineData(typeof(S3.BucketArgs), "CorsRules", "aws.s3.BucketCorsConfiguration")]
    [InlineData(typeof(S3.BucketVersioningArgs), "ExpectedBucketOwner", "deprecated")]
    public void DeprecatedMember_IsThere_AndMarkedAsAWarning(Type args, string member, string message)
    {
        var attribute = args.GetProperty(member)?.GetCustomAttribute<ObsoleteAttribute>();

        Assert.NotNull(attribute);
        Assert.False(attribute.IsError);
        Assert.Contains(message, attribute.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MemberInUse_IsNotMarkedAsDeprecated() =>
        Assert.Null(typeof(S3.BucketArgs).GetProperty(nameof(S3.BucketArgs.ForceDestroy))!.GetCustomAttribute<ObsoleteAttribute>());

    [Theory]
    [InlineData(typeof(Ecr.LifecyclePolicyArgs), "Policy", typeof(InputUnion<string, Ecr.Inputs.LifecyclePolicyDocumentArgs>))]
    [InlineData(typeof(AwsIam.PolicyArgs), "PolicyDocument", typeof(InputUnion<string, AwsIam.Inputs.PolicyDocumentArgs>))]
    [InlineData(typeof(AwsIam.RoleArgs), "AssumeRolePolicy", typeof(InputUnion<string, AwsIam.Inputs.PolicyDocumentArgs>))]
    [InlineData(typeof(AwsIam.RolePolicyArgs), "Policy", typeof(InputUnion<string, AwsIam.Inputs.PolicyDocumentArgs>))]
    [InlineData(typeof(AwsIam.RolePolicyArgs), "Role", typeof(Input<string>))]
    [InlineData(typeof(S3.BucketPolicyArgs), "Policy", typeof(InputUnion<string, S3.Inputs.PolicyDocumentArgs>))]
    [InlineData(typeof(Sns.TopicPolicyArgs), "Policy", typeof(InputUnion<string, Sns.Inputs.PolicyDocumentArgs>))]
    [InlineData(typeof(CloudWatch.LogResourcePolicyArgs), "PolicyDocument", typeof(InputUnion<string, CloudWatch.Inputs.PolicyDocumentArgs>))]
    [InlineData(typeof(AwsIam.Inputs.PolicyStatementArgs), "Action", typeof(InputUnion<string, System.Collections.Immutable.ImmutableArray<string>>))]
    [InlineData(typeof(AwsIam.Inputs.PolicyStatementArgs), "Principal", typeof(object))]
    [InlineData(typeof(AwsIam.Inputs.PolicyStatementArgs), "Condition", typeof(InputMap<object>))]
    public void Union_IsOfThePublishedType(Type args, string member, Type type) => Assert.Equal(type, args.GetProperty(member)?.PropertyType);

    [Fact]
    public async Task Document_GivenAsAnObject_ArrivesAsAnObject()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () => _ = new AwsIam.RolePolicy("p", new()
        {
            Role = "r",
            Policy = new AwsIam.Inputs.PolicyDocumentArgs
            {
                Version = AwsIam.PolicyDocumentVersion.PolicyDocumentVersion_2012_10_17,
                Statement = { new AwsIam.Inputs.PolicyStatementArgs { Effect = AwsIam.PolicyStatementEffect.ALLOW, Action = "s3:GetObject", Condition = { ["Bool"] = "x" } } },
            },
        }));

        var policy = Assert.IsType<System.Collections.Immutable.ImmutableDictionary<string, object>>(mocks["p"].Inputs["policy"], exactMatch: false);
        Assert.Equal("2012-10-17", policy["Version"]);
        var statement = Assert.Single((System.Collections.Immutable.ImmutableArray<object>)policy["Statement"]);
        var parts = (System.Collections.Immutable.ImmutableDictionary<string, object>)statement;
        Assert.Equal(("Allow", "s3:GetObject"), (parts["Effect"], parts["Action"]));
    }

    [Fact]
    public async Task Document_GivenAsText_StaysText()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () => _ = new AwsIam.RolePolicy("p", new() { Role = "r", Policy = Output.Create("{}") }));

        Assert.Equal("{}", mocks["p"].Inputs["policy"]);
    }

    /// <summary>The lines that the SDK's compiler writes about a file, with all assemblies of this test at hand.</summary>
    private static async Task<string[]> Compile(string source)
    {
        var dotnet = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).Parent!.Parent!.Parent!;
        var compiler = Directory.EnumerateFiles(Path.Combine(dotnet.FullName, "sdk"), "csc.dll", SearchOption.AllDirectories).Max()!;
        var folder = Directory.CreateTempSubdirectory("names-");
        try
        {
            var file = Path.Combine(folder.FullName, "Both.cs");
            var options = Path.Combine(folder.FullName, "options.rsp");
            await File.WriteAllTextAsync(file, source);
            var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
            await File.WriteAllLinesAsync(options, [$"-out:\"{file}.dll\"", $"\"{file}\"", .. assemblies.Select(assembly => $"-r:\"{assembly}\"")]);

            await using var process = RunningProcess.Start(
                [Path.Combine(dotnet.FullName, "dotnet"), compiler, "-nologo", "-target:library", $"@{options}"],
                new Dictionary<string, string>());
            await process.WaitForExit(TimeSpan.FromMinutes(2));
            return [.. process.Output];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Missing(Assembly assembly, string file) =>
        File.ReadLines(RepositoryFiles.At("sdks", "tests", "Data", file))
            .Where(line => line[0] != '#' && assembly.GetType(line) is not { IsVisible: true });
}
