using Xunit;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>The tests that use <see cref="SharedGateways"/>; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class GatewayTests : ICollectionFixture<SharedGateways>
{
    public const string Name = "Gateways";
}
