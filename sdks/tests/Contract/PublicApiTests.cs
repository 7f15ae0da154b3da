using System.Reflection;
using Pulumi;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>
/// Compares the local core with the public API of the published Pulumi package. The data file has every line of the types
/// that the local core has, whether or not the local core has the member.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly Assembly Core = typeof(Deployment).Assembly;

    /// <summary>A type that the local core will not have.</summary>
    private static readonly bool IsPublished = Core.GetType("Pulumi.Experimental.IEngine") is not null;

    private static readonly string[] Published =
        [.. File.ReadLines(RepositoryFiles.At("sdks", "tests", "Data", "pulumi-api.txt")).Where(line => line[0] != '#')];

    [Fact]
    public void LocalCore_HasNothing_ThatThePublishedPackageHasNot()
    {
        Assert.SkipWhen(IsPublished, "This build uses the published Pulumi package.");

        Assert.Equal("", string.Join('\n', PublicApi.Lines(Core).Except(Published)));
    }

    [Fact]
    public void LocalCore_LeavesOut_OnlyWholeMembers()
    {
        Assert.SkipWhen(IsPublished, "This build uses the published Pulumi package.");
        var missing = Published.Except(PublicApi.Lines(Core)).ToArray();

        // A type's own line, and a member that a class must override or implement, are never left out.
        Assert.DoesNotContain(missing, line => line.Split(' ')[0].EndsWith(':'));
        Assert.DoesNotContain(missing, line => line.Contains(" virtual ", StringComparison.Ordinal));
    }

    [Fact]
    public void DataFile_IsTheApi_OfThePublishedPackage()
    {
        Assert.SkipUnless(IsPublished, "This build uses the local core.");

        var actual = PublicApi.Lines(Core).ToHashSet();

        Assert.Equal("", string.Join('\n', Published.Where(line => !actual.Contains(line))));
    }
}
