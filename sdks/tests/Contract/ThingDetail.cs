using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

[OutputType]
internal sealed class ThingDetail
{
    public readonly int Number;
    public readonly string? Protocol;
    public readonly ImmutableArray<ThingDetail> Inner;

    [OutputConstructor]
    private ThingDetail(int number, string? protocol, [OutputConstructorParameter("nested")] ImmutableArray<ThingDetail> inner)
        => (Number, Protocol, Inner) = (number, protocol, inner);
}
