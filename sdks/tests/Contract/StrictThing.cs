using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>A resource with a required input.</summary>
internal sealed class StrictThing(string name, StrictThingArgs args, CustomResourceOptions? options = null)
    : CustomResource("test:index/strictThing:StrictThing", name, args, options);

internal sealed class StrictThingArgs : ResourceArgs
{
    [Input("owner", required: true)]
    public Input<string> Owner { get; set; } = null!;
}
