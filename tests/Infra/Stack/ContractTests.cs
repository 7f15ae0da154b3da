using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using SecureApi.Cli.Commands;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>The tools know the program through a small public contract; the program does not know the tools.</summary>
public sealed class ContractTests
{
    private static readonly string[] Packages = ["Pulumi", "Pulumi.Aws", "Pulumi.Tls"];

    [Fact]
    public void Program_AsBuilt_ReferencesTheFrameworkAndPulumiAlone() => Assert.Empty(
        typeof(SecureApiStack).Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Except(Packages, StringComparer.Ordinal));

    [Fact]
    public void ProjectOfTheProgram_AsWritten_HasThreePackagesAndOpensItselfToTheTestsAlone()
    {
        var project = XDocument.Load(RepositoryFiles.At("infra", "Infra.csproj"));

        Assert.Equal(Packages, Includes("PackageReference"));
        Assert.Equal(["Tests"], Includes("InternalsVisibleTo"));
        Assert.Empty(Includes("ProjectReference"));

        IEnumerable<string> Includes(string item) => project.Descendants(item).Select(element => element.Attribute("Include")!.Value);
    }

    [Fact]
    public void Sources_OfTheProgram_DoNotNameTheTools() => Assert.DoesNotContain(
        RepositoryFiles.Sources("infra"), path => File.ReadAllText(path).Contains("SecureApi.Cli", StringComparison.Ordinal));

    [Fact]
    public void TypesOfTheProgram_UsedByTheTools_AreTheContract() => Golden.Matches(
        string.Concat(UsedByTheTools().Select(type => $"{type}\n")),
        "The tools use other types of the program than before. The contract is kept short: use what is in it where that does.",
        "tests", "Infra", "Stack", "contract.golden.txt");

    private static IEnumerable<string> UsedByTheTools()
    {
        using var file = new PEReader(File.OpenRead(typeof(CommandHost).Assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Where(type => type.ResolutionScope is { Kind: HandleKind.AssemblyReference, IsNil: false } scope
                    && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == typeof(SecureApiStack).Assembly.GetName().Name)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
