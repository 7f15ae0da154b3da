using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Elastic Container Service.</summary>
internal static class EcsPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:ecs/cluster:Cluster":
                p.Id = p.Account.Arn("ecs", $"cluster/{p.Name()}");
                p.Set("arn", p.Id);
                break;
            case "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders":
                p.Id = p["clusterName"];
                break;
            case "aws:ecs/taskDefinition:TaskDefinition":
                var family = p["family"];
                p.Id = family;
                p.Set("arn", p.Account.Arn("ecs", $"task-definition/{family}:1"))
                    .Set("arnWithoutRevision", p.Account.Arn("ecs", $"task-definition/{family}"))
                    .Set("revision", new RecordedNumber(1));
                break;
            case "aws:ecs/service:Service":
                var cluster = p["cluster"];
                p.Id = p.Account.Arn("ecs", $"service/{cluster[(cluster.LastIndexOf('/') + 1)..]}/{p.Name()}");
                p.Set("arn", p.Id).Default("platformVersion", "LATEST");
                break;
        }
    }
}
