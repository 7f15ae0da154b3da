using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

public sealed class ConfigurationReferenceTests
{
    /// <summary>The reference is written by this test when the variable ACCEPT is 1.</summary>
    [Fact]
    public void Reference_InTheDocs_IsThatOfTheRecords()
    {
        var path = RepositoryFiles.At("docs", "configuration.md");
        var document = File.ReadAllText(path);

        var renewed = ConfigurationReference.Renew(document);

        if (Environment.GetEnvironmentVariable("ACCEPT") == "1") File.WriteAllText(path, renewed);
        else Assert.True(document == renewed, "docs/configuration.md does not match the settings records. Write it anew with ACCEPT=1 dotnet test, and review the difference.");
    }

    [Fact]
    public void Schema_ForEditors_IsThatOfTheRecords() => Golden.Matches(
        ConfigurationSchema.Write(), "schemas/stack.schema.json does not match the settings records.", "schemas", "stack.schema.json");
}
