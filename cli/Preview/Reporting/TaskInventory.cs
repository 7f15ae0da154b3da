using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>The vCPUs and the memory of all running tasks, at their lowest and highest count, by architecture.</summary>
internal static class TaskInventory
{
    /// <summary>Two lines for each architecture: vCPUs and GB.</summary>
    public static IEnumerable<CostLine> Of(RecordedStack stack, ResourceIndex index)
    {
        var totals = new SortedList<string, Total>(StringComparer.Ordinal);
        foreach (var service in stack.OfType("aws:ecs/service:Service"))
        {
            if (index.Find(service.Inputs.Text("taskDefinition")) is not { } task)
                continue;

            var architecture = task.Inputs.Map("runtimePlatform").Shown("cpuArchitecture") ?? "X86_64";
            if (!totals.TryGetValue(architecture, out var total))
                totals.Add(architecture, total = new Total());
            total.Add(service, task, Scaling(stack, service, index));
        }

        foreach (var architecture in totals.Keys)
        {
            var total = totals[architecture];
            yield return new(Range(total.LowestVcpu, total.HighestVcpu), $"task vCPU {architecture}", total.Note);
            yield return new(Range(total.LowestMemory, total.HighestMemory), $"task GB {architecture}", "");
        }
    }

    private static string Range(double lowest, double highest) =>
        lowest == highest ? FactList.Text(lowest) : $"{FactList.Text(lowest)} to {FactList.Text(highest)}";

    // The scalable target names a service as service/<cluster>/<service>.
    private static RecordedResource? Scaling(RecordedStack stack, RecordedResource service, ResourceIndex index)
    {
        var cluster = index.Find(service.Inputs.Text("cluster"))?.Outputs.Text("name");
        var id = $"service/{cluster}/{service.Outputs.Text("name")}";
        return stack.OfType("aws:appautoscaling/target:Target").FirstOrDefault(target => target.Inputs.Text("resourceId") == id);
    }

    private sealed class Total
    {
        private double spotWeight;
        private double weight;

        public double LowestVcpu { get; private set; }

        public double HighestVcpu { get; private set; }

        public double LowestMemory { get; private set; }

        public double HighestMemory { get; private set; }

        public string Note => spotWeight > 0 ? $"about {FactList.Text(Math.Round(100 * spotWeight / weight))} % on Spot" : "";

        public void Add(RecordedResource service, RecordedResource task, RecordedResource? scaling)
        {
            var wanted = service.Inputs.Number("desiredCount") ?? 0;
            var (lowest, highest) = (scaling?.Inputs.Number("minCapacity") ?? wanted, scaling?.Inputs.Number("maxCapacity") ?? wanted);
            var (vcpu, memory) = (ComputeFacts.Vcpu(task.Inputs) ?? 0, ComputeFacts.Gigabytes(task.Inputs) ?? 0);
            LowestVcpu += lowest * vcpu;
            HighestVcpu += highest * vcpu;
            LowestMemory += lowest * memory;
            HighestMemory += highest * memory;
            AddSpotShare(service, highest * vcpu);
        }

        private void AddSpotShare(RecordedResource service, double vcpu)
        {
            double spot = 0, all = 0;
            foreach (var strategy in service.Inputs.List("capacityProviderStrategies").Maps)
            {
                var share = strategy.Number("weight") ?? 0;
                all += share;
                if (strategy.Text("capacityProvider") == "FARGATE_SPOT")
                    spot += share;
            }

            weight += vcpu;
            spotWeight += all > 0 ? vcpu * spot / all : 0;
        }
    }
}
