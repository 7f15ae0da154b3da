using System.Text.Json;
using SecureApi.Ecr;
using Xunit;

namespace SecureApi.Tests.Infra.Ecr;

public sealed class ImageLifecycleTests
{
    /// <summary>An index has four untagged images beside it; counting those would drop releases that run.</summary>
    [Fact]
    public void Policy_ByNumber_CountsReleasesAndNotTheirParts()
    {
        using var policy = JsonDocument.Parse(ImageLifecycle.ToJson());
        var rule = policy.RootElement.GetProperty("rules").EnumerateArray()
            .Select(rule => rule.GetProperty("selection"))
            .Single(selection => selection.GetProperty("countType").GetString() == "imageCountMoreThan");

        Assert.Equal("tagged", rule.GetProperty("tagStatus").GetString());
        Assert.Equal("*", rule.GetProperty("tagPatternList").EnumerateArray().Single().GetString());
        Assert.Equal(100, rule.GetProperty("countNumber").GetInt32());
    }
}
