using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on Amazon ECS.</summary>
internal static class EcsRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "ecs-no-public-address",
            Title = "Services give their tasks no public address",
            Why = "A task with a public address is a target by itself.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("ECS.2"), Reference.Pci("1.4.4")],
            Evaluate = Each("aws:ecs/service:Service", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Map("networkConfiguration").Boolean("assignPublicIp") is not true, "Tasks get a public IPv4 address.", new Evidence("networkConfiguration.assignPublicIp", $"{resource.Inputs.Map("networkConfiguration")["assignPublicIp"]?.ToString() ?? "(not set)"}"))),
        },
        new()
        {
            Id = "ecs-own-process-namespace",
            Title = "Tasks have a process namespace of their own",
            Why = "A shared namespace lets one task see and stop the processes of another.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("ECS.3")],
            Evaluate = Each("aws:ecs/taskDefinition:TaskDefinition", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Text("pidMode") != "host" && resource.Inputs.Text("ipcMode") != "host", "The task shares the host's namespace.", "pidMode")),
        },
        new()
        {
            Id = "ecs-not-privileged",
            Title = "Containers are not privileged",
            Why = "A privileged container is root on its host.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("ECS.4")],
            Evaluate = stack =>
                stack.Containers.Select(container => container.Evaluate(!container.IsTrue("privileged"), "is privileged", "privileged")),
        },
        new()
        {
            Id = "ecs-read-only-root",
            Title = "Containers cannot write to their root file system",
            Why = "What cannot be written cannot be replaced by an intruder.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("ECS.5")],
            Evaluate = stack =>
                stack.Containers.Select(container => container.Evaluate(container.IsTrue("readonlyRootFilesystem"), "can write to its root file system", "readonlyRootFilesystem")),
        },
        new()
        {
            Id = "ecs-no-plain-secrets",
            Title = "Plain settings of containers hold no secrets",
            Why = "Whoever may describe a task definition reads its environment.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("ECS.8"), Reference.Pci("8.6.2")],
            Evaluate = NoPlainSecrets,
        },
        new()
        {
            Id = "ecs-logging",
            Title = "Containers log to somewhere",
            Why = "What a container writes is lost with it unless a driver takes it away.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("ECS.9")],
            Evaluate = stack => stack.Containers.Select(container => container.Evaluate(
                container.Text("logConfiguration.logDriver") is { Length: > 0 } and not "none", "has no log driver", "logConfiguration.logDriver", "logConfiguration.options.awslogs-group")),
        },
        new()
        {
            Id = "ecs-platform-version",
            Title = "Fargate services run on the current platform version",
            Why = "Older versions no longer get security updates.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ECS.10"), Reference.Pci("6.3.3")],
            Evaluate = Each("aws:ecs/service:Service", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Text("platformVersion") is null or "LATEST" or "1.4.0", "The platform version is not the current one.", "platformVersion")),
        },
        new()
        {
            Id = "ecs-container-insights",
            Title = "Clusters use Container Insights",
            Why = "Without its metrics a dying service looks like a quiet one.",
            Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy-container-insights-ECS.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ECS.12")],
            Evaluate = Each("aws:ecs/cluster:Cluster", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.List("settings").Maps.Any(setting => setting.Text("name") == "containerInsights" && setting.Text("value") is "enabled" or "enhanced"), "Container Insights is off.", "settings")),
        },
        new()
        {
            Id = "ecs-own-network",
            Title = "Tasks have network interfaces of their own",
            Why = "Only an interface of its own has a security group of its own.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html",
            Severity = Severity.Medium,
            References = [Reference.SecurityHub("ECS.17")],
            Evaluate = Each("aws:ecs/taskDefinition:TaskDefinition", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Text("networkMode") == "awsvpc", "The task shares a network with others.", "networkMode")),
        },
        new()
        {
            Id = "ecs-efs-encrypted",
            Title = "Shared file systems are mounted with TLS",
            Why = "What is not encrypted can be read on the way.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ECS.18")],
            Evaluate = Each("aws:ecs/taskDefinition:TaskDefinition", EfsEncrypted),
        },
        new()
        {
            Id = "ecs-non-root-user",
            Title = "Containers run as a user other than root",
            Why = "Root inside a container is one kernel bug away from root on the host.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ECS.20")],
            Evaluate = stack => stack.Containers.Select(container => container.Evaluate(
                container.Text("user")?.Split(':')[0] is { Length: > 0 } and not ("root" or "0"), "runs as root", "user")),
        },
        new()
        {
            Id = "ecs-capabilities-dropped",
            Title = "Containers drop all Linux capabilities",
            Why = "A capability that nothing needs is one that an intruder can use.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
            Severity = Severity.Medium,
            Evaluate = stack => stack.Containers.Select(container => container.Evaluate(
                container.Texts("linuxParameters.capabilities.drop").Contains("ALL") && container.Texts("linuxParameters.capabilities.add").IsEmpty,
                "keeps Linux capabilities",
                "linuxParameters.capabilities")),
        },
        new()
        {
            Id = "ecs-image-by-digest",
            Title = "Running containers name their image by digest",
            Why = "A tag can be moved to another image after it was reviewed.",
            Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
            Severity = Severity.Medium,
            Evaluate = ImageByDigest,
        },
        new()
        {
            Id = "ecs-init-process",
            Title = "Containers run an init process",
            Why = "Without one, children that nobody waits for pile up until the task can start no more processes.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
            Severity = Severity.Low,
            Evaluate = stack =>
                stack.Containers.Select(container => container.Evaluate(container.IsTrue("linuxParameters.initProcessEnabled"), "runs no init process", "linuxParameters.initProcessEnabled")),
        },
        new()
        {
            Id = "ecs-no-execute-command",
            Title = "Nobody can open a shell in a running task",
            Why = "A shell in production bypasses review, and what it does leaves no trace in the code.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:ecs/service:Service", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Boolean("enableExecuteCommand") is not true, "ECS Exec is on.", "enableExecuteCommand")),
        },
        new()
        {
            Id = "ecs-multiple-zones",
            Title = "Services run in at least two Availability Zones",
            Why = "One zone's failure must not be the service's.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:ecs/service:Service", MultipleZones),
        },
        new()
        {
            Id = "ecs-deployment-rollback",
            Title = "Failing deployments are rolled back",
            Why = "A version that does not start must not wait for a person.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:ecs/service:Service", DeploymentRollback),
        },
        new()
        {
            Id = "ecs-separate-roles",
            Title = "Containers do not have the role that starts them",
            Why = "With the execution role a container could read every secret and image that its start needs.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:ecs/taskDefinition:TaskDefinition", SeparateRoles),
        },
    ];

    private static IEnumerable<Evaluation> NoPlainSecrets(AuditedStack stack)
    {
        foreach (var container in stack.Containers)
        {
            var suspects = container.Environment
                .Select(setting => (setting.Name, Reason: SecretDetector.Suspect(setting.Name, setting.Value)))
                .Where(setting => setting.Reason is not null).ToList();
            if (suspects.Count == 0)
            {
                yield return Evaluation.Of(container.Resource, compliant: true, "", new Evidence(
                    $"containerDefinitions.{container.Name}",
                    $"{container.Environment.Count()} plain settings, {container.Secrets.Count()} from a secret store"));
            }

            foreach (var (name, reason) in suspects)
            {
                yield return Evaluation.Of(container.Resource, compliant: false, $"The setting {name} of container {container.Name} looks like a secret: {reason}.", new Evidence(
                    $"containerDefinitions.{container.Name}.environment.{name}", SecretText.Mask));
            }
        }
    }

    private static Evaluation? EfsEncrypted(RecordedResource resource, AuditedStack stack)
    {
        var shared = resource.Inputs.List("volumes").Maps.Where(volume => volume["efsVolumeConfiguration"] is not null).ToList();
        return shared.Count == 0
            ? null
            : Evaluation.Of(resource, shared.All(volume => volume.Map("efsVolumeConfiguration").Text("transitEncryption") == "ENABLED"), "A shared file system is mounted without TLS.", "volumes");
    }

    private static IEnumerable<Evaluation> ImageByDigest(AuditedStack stack)
    {
        foreach (var container in stack.Containers)
        {
            // Nothing is pulled while no task is wanted: the first deployment makes the repositories.
            var services = stack.Referring("aws:ecs/service:Service", "taskDefinition", container.Resource).ToList();
            if (services.Count > 0 && services.All(service => service.Inputs.Number("desiredCount") is 0)) continue;
            var digest = container.Image.Split("@sha256:") is [_, { Length: 64 } hex] && hex.All(char.IsAsciiHexDigitLower);
            yield return container.Evaluate(digest, "names its image by something other than a digest", "image");
        }
    }

    private static Evaluation? MultipleZones(RecordedResource resource, AuditedStack stack)
    {
        var zones = resource.Inputs.Map("networkConfiguration").List("subnets").Texts
            .Select(subnet => stack.Find(subnet)?.Inputs.Text("availabilityZone")).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return Evaluation.Of(resource, zones.Count >= 2, "The service is in fewer than two zones.", new Evidence("networkConfiguration.subnets", string.Join(", ", zones)));
    }

    // AWS documents the circuit breaker for rolling deployments alone; alarms end the others.
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html
    private static Evaluation? DeploymentRollback(RecordedResource resource, AuditedStack stack)
    {
        var rolling = resource.Inputs.Map("deploymentConfiguration").Text("strategy") is null or "ROLLING";
        var guard = rolling ? "deploymentCircuitBreaker" : "alarms";
        var settings = resource.Inputs.Map(guard);
        return Evaluation.Of(resource, settings.Boolean("enable") is true && settings.Boolean("rollback") is true, "A failing deployment is not rolled back.", guard);
    }

    private static Evaluation? SeparateRoles(RecordedResource resource, AuditedStack stack)
    {
        var task = resource.Inputs.Text("taskRoleArn");
        return Evaluation.Of(
            resource,
            task is null || task != resource.Inputs.Text("executionRoleArn"),
            "The container has the execution role.",
            Evidence.Of(resource, "taskRoleArn"), Evidence.Of(resource, "executionRoleArn"));
    }
}
