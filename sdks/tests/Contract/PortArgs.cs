using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

internal sealed class PortArgs : ResourceArgs
{
    [Input("number", required: true)]
    public Input<int> Number { get; set; } = null!;

    [Input("protocol")]
    public Input<string>? Protocol { get; set; }
}
