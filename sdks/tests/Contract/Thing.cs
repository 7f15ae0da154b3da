using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>A resource class of the shape that Pulumi's generator makes.</summary>
internal sealed class Thing : CustomResource
{
    public const string Token = "test:index/thing:Thing";

    public Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
        : base(Token, name, args ?? new ThingArgs(), options)
    {
    }

    [Output("arn")]
    public Output<string> Arn { get; private set; } = null!;

    [Output("note")]
    public Output<string?> Note { get; private set; } = null!;

    [Output("size")]
    public Output<int> Size { get; private set; } = null!;

    [Output("limit")]
    public Output<int?> Limit { get; private set; } = null!;

    [Output("ratio")]
    public Output<double> Ratio { get; private set; } = null!;

    [Output("enabled")]
    public Output<bool> Enabled { get; private set; } = null!;

    [Output("labels")]
    public Output<ImmutableDictionary<string, string>?> Labels { get; private set; } = null!;

    [Output("parts")]
    public Output<ImmutableArray<string>> Parts { get; private set; } = null!;

    [Output("numbers")]
    public Output<ImmutableArray<int>> Numbers { get; private set; } = null!;

    [Output("detail")]
    public Output<ThingDetail?> Detail { get; private set; } = null!;

    [Output("details")]
    public Output<ImmutableArray<ThingDetail>> Details { get; private set; } = null!;

    [Output("kind")]
    public Output<ThingKind?> Kind { get; private set; } = null!;

    [Output("level")]
    public Output<ThingLevel> Level { get; private set; } = null!;

    [Output("either")]
    public Output<Union<string, int>> Either { get; private set; } = null!;

    [Output("anything")]
    public Output<ImmutableDictionary<string, object>> Anything { get; private set; } = null!;
}
