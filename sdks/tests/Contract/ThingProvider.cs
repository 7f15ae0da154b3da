using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

internal sealed class ThingProvider(string name, ThingProviderArgs? args = null, CustomResourceOptions? options = null)
    : ProviderResource("test", name, args ?? new ThingProviderArgs(), options);

internal sealed class ThingProviderArgs : ResourceArgs
{
    [Input("region")]
    public Input<string>? Region { get; set; }

    [Input("defaultTags", json: true)]
    public Input<ThingTagsArgs>? DefaultTags { get; set; }

    [Input("strict", json: true)]
    public Input<bool>? Strict { get; set; }

    [Input("retries", json: true)]
    public Input<int>? Retries { get; set; }

    [Input("accounts", json: true)]
    public InputList<string>? Accounts { get; set; }
}

internal sealed class ThingTagsArgs : ResourceArgs
{
    [Input("tags")]
    private InputMap<string>? _tags;

    public InputMap<string> Tags
    {
        get => _tags ??= new InputMap<string>();
        set => _tags = value;
    }
}
