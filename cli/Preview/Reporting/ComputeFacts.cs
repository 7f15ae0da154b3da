using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>What matters of containers: sizes, counts, scaling and hardening.</summary>
internal static class ComputeFacts
{
    private const double UnitsPerCpu = 1024;
    private const double MebibytesPerGigabyte = 1024;

    /// <summary>Adds the facts of <paramref name="resource"/>; false when its type is not one of containers.</summary>
    public static bool Add(FactList facts, RecordedResource resource)
    {
        var inputs = resource.Inputs;
        switch (resource.Type)
        {
            case "aws:ecs/cluster:Cluster":
                foreach (var setting in inputs.List("settings").Maps)
                    facts.Add($"{setting.Shown("name")} {setting.Shown("value")}");
                return true;
            case "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders":
                facts.Add(string.Join(", ", inputs.List("capacityProviders").Texts));
                return true;
            case "aws:ecs/taskDefinition:TaskDefinition":
                facts.Add("", Vcpu(inputs), " vCPU").Add("", Gigabytes(inputs), " GB").Add(inputs.Map("runtimePlatform").Shown("cpuArchitecture"));
                foreach (var container in Containers(inputs))
                    AddContainer(facts, container);
                return true;
            case "aws:ecs/service:Service":
                facts.AddCount(inputs.Number("desiredCount"), "task", "tasks")
                    .Add("in ", inputs.Map("networkConfiguration").List("subnets").Count, " subnets")
                    .AddIf(inputs.Map("networkConfiguration").Boolean("assignPublicIp"), "public IPs");
                foreach (var strategy in inputs.List("capacityProviderStrategies").Maps)
                    facts.Add($"{strategy.Shown("capacityProvider")} weight {strategy.Shown("weight")}");
                facts.AddIf(inputs.Map("deploymentCircuitBreaker").Boolean("rollback"), "rolls back")
                    .AddIf(resource.IgnoreChanges.Contains("desiredCount"), "count left to autoscaling");
                return true;
            case "aws:appautoscaling/target:Target":
                facts.Add($"{inputs.Shown("minCapacity")} to {inputs.Shown("maxCapacity")} tasks");
                return true;
            case "aws:appautoscaling/policy:Policy":
                var tracking = inputs.Map("targetTrackingScalingPolicyConfiguration");
                facts.Add($"{tracking.Map("predefinedMetricSpecification").Shown("predefinedMetricType")} at {tracking.Shown("targetValue")}");
                return true;
            case "aws:ecr/repository:Repository":
                facts.Add(inputs.Shown("name")).Add("tags ", inputs.Shown("imageTagMutability"))
                    .AddIf(inputs.Map("imageScanningConfiguration").Boolean("scanOnPush"), "scan on push");
                foreach (var encryption in inputs.List("encryptionConfigurations").Maps)
                    facts.Add(encryption.Shown("encryptionType"));
                return true;
            case "aws:ecr/lifecyclePolicy:LifecyclePolicy":
                facts.AddCount((inputs.Json("policy") as RecordedMap)?.List("rules").Count, "rule", "rules");
                return true;
            default:
                return false;
        }
    }

    /// <summary>The vCPUs of a task.</summary>
    public static double? Vcpu(RecordedMap task) => Parse(task.Shown("cpu")) / UnitsPerCpu;

    /// <summary>The memory of a task in GB, as AWS bills it.</summary>
    public static double? Gigabytes(RecordedMap task) => Parse(task.Shown("memory")) / MebibytesPerGigabyte;

    /// <summary>The containers of a task.</summary>
    public static IEnumerable<RecordedMap> Containers(RecordedMap task) =>
        (task.Json("containerDefinitions") as RecordedList ?? RecordedList.Empty).Maps;

    private static void AddContainer(FactList facts, RecordedMap container)
    {
        var image = container.Shown("image") ?? "";
        var digest = image.IndexOf("@sha256:", StringComparison.Ordinal);
        facts.Add("user ", container.Shown("user"))
            .AddIf(container.Boolean("readonlyRootFilesystem"), "read-only root")
            .Add("image ", digest < 0 ? image : image[(image.IndexOf('/', StringComparison.Ordinal) + 1)..Math.Min(digest + 20, image.Length)])
            .AddCount(container.List("secrets") is { Count: > 0 } secrets ? secrets.Count : null, "secret", "secrets");
    }

    private static double? Parse(string? number) =>
        double.TryParse(number, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;
}
