using SecureApi.Ecs;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>AWS's table of task sizes.</summary>
public sealed class FargateSizesTests
{
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size, in GB
    [Theory]
    [InlineData(512, 1, 4, 1, 4)]
    [InlineData(1024, 2, 8, 1, 7)]
    [InlineData(2048, 4, 16, 1, 13)]
    [InlineData(4096, 8, 30, 1, 23)]
    [InlineData(8192, 16, 60, 4, 12)]
    [InlineData(16384, 32, 120, 8, 12)]
    public void MemoryFor_CpuWithARange_HasItsStepsAndNothingElse(int cpu, int first, int last, int step, int count)
    {
        var sizes = FargateSizes.MemoryFor(cpu);

        Assert.Equal(count, sizes.Length);
        Assert.Equal((first * 1024, last * 1024), (sizes[0], sizes[^1]));
        Assert.All(sizes.Zip(sizes.Skip(1)), pair => Assert.Equal(step * 1024, pair.Second - pair.First));
    }

    [Fact]
    public void MemoryFor_CpuWithAList_HasTheList()
    {
        Assert.Equal([512, 1024, 2048], FargateSizes.MemoryFor(256));
        Assert.Equal([61440, 122880, 249856], FargateSizes.MemoryFor(32768));
    }

    [Fact]
    public void IsLegal_EveryPair_AgreesWithTheTable()
    {
        for (var cpu = 128; cpu <= 65536; cpu += 128)
        {
            for (var memory = 512; memory <= 262144; memory += 512)
            {
                Assert.Equal(FargateSizes.MemoryFor(cpu).Contains(memory), FargateSizes.IsLegal(cpu, memory));
                if (FargateSizes.IsLegal(cpu, memory)) Assert.Contains(cpu, FargateSizes.Cpus);
            }
        }
    }

    [Fact]
    public void MemoryFor_CpuThatIsNotSold_IsEmpty() => Assert.Empty(FargateSizes.MemoryFor(300));

    [Theory]
    [InlineData(256, "512, 1024, 2048")]
    [InlineData(4096, "8192 to 30720 in steps of 1024")]
    public void DescribeMemory_IsForPeople(int cpu, string text) => Assert.Equal(text, FargateSizes.DescribeMemory(cpu));
}
