using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>A provider's function.</summary>
internal static class GetZones
{
    public const string Token = "test:index/getZones:getZones";

    public static Task<GetZonesResult> InvokeAsync(GetZonesArgs args, InvokeOptions? options = null)
        => Deployment.Instance.InvokeAsync<GetZonesResult>(Token, args, options);

    public static Output<GetZonesResult> Invoke(GetZonesInvokeArgs args, InvokeOptions? options = null)
        => Deployment.Instance.Invoke<GetZonesResult>(Token, args, options);

    public static Output<GetZonesResult> Invoke(GetZonesInvokeArgs args, InvokeOutputOptions options)
        => Deployment.Instance.Invoke<GetZonesResult>(Token, args, options);
}

internal sealed class GetZonesArgs : InvokeArgs
{
    [Input("state", required: true)]
    public string State { get; set; } = null!;
}

internal sealed class GetZonesInvokeArgs : InvokeArgs
{
    [Input("state", required: true)]
    public Input<string> State { get; set; } = null!;
}

[OutputType]
internal sealed class GetZonesResult
{
    public readonly ImmutableArray<string> Names;
    public readonly int Count;

    [OutputConstructor]
    private GetZonesResult(ImmutableArray<string> names, int count) => (Names, Count) = (names, count);
}
