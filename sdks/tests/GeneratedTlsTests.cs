using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Sdks.Tests;

/// <summary>
/// Compares Pulumi.Tls with the public API of the published package. The data file holds those of its lines that
/// belong to the local subset, so that the first test passes on the published package too.
/// </summary>
public sealed class GeneratedTlsTests
{
    private static readonly string[] Published =
        [.. File.ReadLines(RepositoryFiles.At("sdks", "tests", "Data", "pulumi-tls-api.txt")).Where(line => line[0] != '#')];

    private static readonly System.Reflection.Assembly Tls = typeof(Pulumi.Tls.PrivateKey).Assembly;

    [Fact]
    public void PublishedSignatures_OfTheSubset_AreAllThere()
    {
        var missing = PublishedByType().SelectMany(type =>
        {
            var actual = Tls.GetType(type.Name) is { } found ? GeneratedPublicApi.Lines(found).ToHashSet() : [];
            return type.Lines.Where(line => !actual.Contains(line)).Select(line => $"{type.Name}: {line}");
        });

        Assert.Equal("", string.Join('\n', missing));
    }

    [Fact]
    public void LocalClasses_HaveNothing_ThatThePublishedPackageHasNot()
    {
        Assert.SkipWhen(!Contract.PublicApi.IsNameOnly(Tls.GetType("Pulumi.Tls.GetPublicKey")!), "This build uses the published Pulumi.Tls.");
        var published = PublishedByType().ToDictionary(type => type.Name, type => type.Lines.ToHashSet());

        var unknown = Tls.GetExportedTypes().Where(type => type.Name != "TlsResourceTypeAttribute" && !Contract.PublicApi.IsNameOnly(type))
            .SelectMany(type => GeneratedPublicApi.Lines(type)
                .Where(line => !published.TryGetValue(type.FullName!, out var lines) || !lines.Contains(line))
                .Select(line => $"{type.FullName}: {line}"));

        Assert.Equal("", string.Join('\n', unknown));
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Lines)> PublishedByType()
    {
        var starts = Enumerable.Range(0, Published.Length).Where(i => !Published[i].StartsWith(' ')).Append(Published.Length).ToArray();
        return starts.Zip(starts.Skip(1), (start, end) =>
            (Published[start].Split(':')[1].Split(' ')[0], (IReadOnlyList<string>)Published[start..end]));
    }
}
