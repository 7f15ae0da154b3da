namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Application Auto Scaling.</summary>
internal static class AutoScalingPlaceholders
{
    private const string LinkedRole = "aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService";

    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:appautoscaling/target:Target":
                p.Id = p["resourceId"];
                p.Set("arn", p.Account.Arn("application-autoscaling", $"scalable-target/{p.Hex(24)}"))
                    .Default("roleArn", p.Account.GlobalArn("iam", $"role/{LinkedRole}"));
                break;
            case "aws:appautoscaling/policy:Policy":
                p.Id = p.Name();
                p.Set("arn", p.Account.Arn("autoscaling", $"scalingPolicy:{p.Uuid()}:resource/{p["serviceNamespace"]}/{p["resourceId"]}:policyName/{p.Id}"));
                break;
        }
    }
}
