using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

internal sealed class ThingArgs : ResourceArgs
{
    [Input("labels")]
    private InputMap<string>? _labels;

    [Input("parts")]
    private InputList<string>? _parts;

    [Input("ports")]
    private InputList<PortArgs>? _ports;

    [Input("displayName")]
    public Input<string>? DisplayName { get; set; }

    [Input("size")]
    public Input<int>? Size { get; set; }

    [Input("ratio")]
    public Input<double>? Ratio { get; set; }

    [Input("enabled")]
    public Input<bool>? Enabled { get; set; }

    public InputMap<string> Labels
    {
        get => _labels ??= new InputMap<string>();
        set => _labels = value;
    }

    public InputList<string> Parts
    {
        get => _parts ??= new InputList<string>();
        set => _parts = value;
    }

    public InputList<PortArgs> Ports
    {
        get => _ports ??= new InputList<PortArgs>();
        set => _ports = value;
    }

    [Input("port")]
    public Input<PortArgs>? Port { get; set; }

    [Input("kind")]
    public Input<ThingKind>? Kind { get; set; }

    [Input("level")]
    public Input<ThingLevel>? Level { get; set; }

    [Input("either")]
    public InputUnion<string, PortArgs>? Either { get; set; }

    [Input("source")]
    public Input<AssetOrArchive>? Source { get; set; }

    [Input("anything")]
    public Input<object>? Anything { get; set; }
}
