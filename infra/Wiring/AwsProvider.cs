using Pulumi;
using Pulumi.Aws.Inputs;
using SecureApi.Common;
using SecureApi.Configuration;

namespace SecureApi.Wiring;

/// <summary>The one AWS provider: the configured region, and the standard tags on everything that can carry tags.</summary>
internal static class AwsProvider
{
    public static Pulumi.Aws.Provider Declare(StackConfig settings) => new("aws", new Pulumi.Aws.ProviderArgs
    {
        Region = settings.Region.Name,
        DefaultTags = new ProviderDefaultTagsArgs { Tags = Tags(settings) },
    });

    private static InputMap<string> Tags(StackConfig settings)
    {
        var tags = new InputMap<string>();
        foreach (var (name, value) in StandardTags.For(settings)) tags.Add(name, value);
        return tags;
    }
}
