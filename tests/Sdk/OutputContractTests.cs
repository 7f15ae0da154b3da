using Pulumi.Utilities;
using Xunit;

namespace SecureApi.Tests.Sdk;

public sealed class OutputContractTests
{
    [Fact]
    public async Task Apply_UnknownValue_DoesNotRun()
    {
        var ran = false;

        var result = OutputUtilities.CreateUnknown("").Apply(value => ran = true);

        Assert.False(await OutputUtilities.GetIsKnownAsync(result));
        Assert.False(ran);
    }
}
