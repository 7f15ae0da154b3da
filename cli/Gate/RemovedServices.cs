using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Gateway;

namespace SecureApi.Cli.Gate;

/// <summary>
/// A service that the plan takes away with everything that belongs to it: one decision of a person, not one for each kind of
/// resource. Every service has a repository, which tells its name and the names of the rest.
/// </summary>
/// <param name="Name">The service.</param>
/// <param name="Repository">The deletion of its repository.</param>
/// <param name="Heir">The service that is new in the same plan and serves its path; null for none.</param>
/// <param name="Path">The path prefix of its requests, where the plan shows it.</param>
internal sealed record RemovedService(string Name, PlannedStep Repository, string? Heir, string? Path)
{
    private const string RepositoryType = "aws:ecr/repository:Repository";

    /// <summary>Types of which a service has one with exactly the name of its repository.</summary>
    private static readonly string[] Namesakes =
        [RepositoryType, "aws:ecs/service:Service", "aws:cloudwatch/logGroup:LogGroup", "aws:servicediscovery/service:Service"];

    /// <summary>The services that a plan removes.</summary>
    public static ImmutableArray<RemovedService> In(PlannedChanges changes)
    {
        // Services keep their names; a repository that is replaced is none of this.
        var repositories = changes.Steps.Where(step => step.Resource.Type == RepositoryType).ToLookup(step => step.Urn, StringComparer.Ordinal);
        var (before, after) = Paths(changes);
        var added = repositories.Where(steps => steps.All(step => step.Operation == "create")).Select(steps => ServiceOf(steps.First(), "newState")).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from steps in repositories
               where steps.All(step => step is { IsDeletion: true, IsLeftOver: false })
               let name = ServiceOf(steps.First(), "oldState")
               where name is not null
               let path = before.GetValueOrDefault(name)
               let heir = after.FirstOrDefault(service => service.Value == path && added.Contains(service.Key)).Key
               select new RemovedService(name, steps.First(), path is null ? null : heir, path),
        ];
    }

    /// <summary>Whether a deletion is a part of the removal: by its name, its parent, or the security group that it is about.</summary>
    public bool Includes(PlannedStep step)
    {
        if (!step.IsDeletion) return false;
        var root = Repository.Resource.Name;
        if (step.Resource.Name == root && Namesakes.Contains(step.Resource.Type)) return true;
        if (step.Parent is { } parent && ResourceUrn.Parse(parent).Name == root) return true;
        var group = $"{root[..^Name.Length]}service-{Name}";
        return step.Resource is { Type: "aws:ec2/securityGroup:SecurityGroup" } && step.Resource.Name == group
            || step.Dependencies.Any(urn => ResourceUrn.Parse(urn) is { Type: "aws:ec2/securityGroup:SecurityGroup" } needed && needed.Name == group);
    }

    /// <summary>The service of a repository: the last part of its name, in which the resource's name ends too. Null for another one.</summary>
    private static string? ServiceOf(PlannedStep repository, string state)
    {
        if (repository.InputText(state, "name")?.Split('/') is not [_, .., var name]) return null;
        return name != GatewayContract.Name && repository.Resource.Name.EndsWith($"-{name}", StringComparison.Ordinal) ? name : null;
    }

    /// <summary>The path prefix of each service before and after, as the gateway's task definition tells it.</summary>
    private static (ImmutableDictionary<string, string> Before, ImmutableDictionary<string, string> After) Paths(PlannedChanges changes)
    {
        var gateway = changes.Steps.FirstOrDefault(step =>
            step.Resource.Type == "aws:ecs/taskDefinition:TaskDefinition" && step.InputText("newState", "containerDefinitions")?.Contains(GatewayServices, StringComparison.Ordinal) == true);
        return gateway is null ? (ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty) : (Read("oldState"), Read("newState"));

        ImmutableDictionary<string, string> Read(string state) => PrefixesIn(gateway.InputText(state, "containerDefinitions") ?? "");
    }

    private const string GatewayServices = "GATEWAY_SERVICES";

    private static ImmutableDictionary<string, string> PrefixesIn(string containers)
    {
        try
        {
            using var document = JsonDocument.Parse(containers);
            var text = document.RootElement[0].GetProperty("environment").EnumerateArray()
                .First(variable => variable.GetProperty("name").ValueEquals(GatewayServices)).GetProperty("value").GetString()!;
            using var services = JsonDocument.Parse(text);
            return services.RootElement.EnumerateArray().ToImmutableDictionary(
                service => service.GetProperty("name").GetString()!, service => service.GetProperty("prefix").GetString()!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            // A value that the engine does not know yet, or does not show: the plan then does not tell paths.
            return ImmutableDictionary<string, string>.Empty;
        }
    }
}
