namespace SecureApi.Ecs;

/// <summary>The pairs of CPU and memory that Fargate sells for Linux tasks.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size</remarks>
public static class FargateSizes
{
    /// <summary>The CPU sizes in CPU units, in ascending order.</summary>
    public static IReadOnlyList<int> Cpus => [256, 512, 1024, 2048, 4096, 8192, 16384, 32768];

    /// <summary>The memory sizes in MiB that go with a CPU size, in ascending order; none when there is no such CPU size.</summary>
    public static int[] MemoryFor(int cpu) => cpu switch
    {
        256 => [512, 1024, 2048],
        512 => Steps(1, 4, 1),
        1024 => Steps(2, 8, 1),
        2048 => Steps(4, 16, 1),
        4096 => Steps(8, 30, 1),
        8192 => Steps(16, 60, 4),
        16384 => Steps(32, 120, 8),
        32768 => [60 * 1024, 120 * 1024, 244 * 1024],
        _ => [],
    };

    /// <summary>True when Fargate sells the pair.</summary>
    public static bool IsLegal(int cpu, int memory)
    {
        foreach (var size in MemoryFor(cpu))
        {
            if (size == memory) return true;
        }

        return false;
    }

    /// <summary>The memory sizes of a CPU size for people: "1024, 2048, 3072, 4096" or "4096 to 16384 in steps of 1024".</summary>
    public static string DescribeMemory(int cpu)
    {
        var sizes = MemoryFor(cpu);
        return sizes.Length <= 4 ? string.Join(", ", sizes) : $"{sizes[0]} to {sizes[^1]} in steps of {sizes[1] - sizes[0]}";
    }

    private static int[] Steps(int firstGiB, int lastGiB, int stepGiB)
    {
        var sizes = new int[((lastGiB - firstGiB) / stepGiB) + 1];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = (firstGiB + (i * stepGiB)) * 1024;
        return sizes;
    }
}
