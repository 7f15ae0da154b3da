namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Elastic Container Registry.</summary>
internal static class EcrPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:ecr/repository:Repository":
                p.Id = p.Name();
                p.Set("arn", p.Account.Arn("ecr", $"repository/{p.Id}"))
                    .Set("registryId", AwsAccount.Id)
                    .Set("repositoryUrl", $"{AwsAccount.Id}.dkr.ecr.{p.Account.Region.Name}.{p.Account.Region.DnsSuffix}/{p.Id}");
                break;
            case "aws:ecr/lifecyclePolicy:LifecyclePolicy":
                p.Id = p["repository"];
                p.Set("registryId", AwsAccount.Id);
                break;
        }
    }
}
