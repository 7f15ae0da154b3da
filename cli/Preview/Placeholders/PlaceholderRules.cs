using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>
/// The outputs that a provider would compute, as well-formed placeholders. A type without a rule keeps its arguments
/// and an id; any other output of it is unknown, and <see cref="RecordedStack.Unknowns"/> tells when the stack uses one.
/// </summary>
internal sealed class PlaceholderRules(AwsAccount account)
{
    /// <summary>The id and the outputs of one resource.</summary>
    public ComputedResource Create(PlaceholderRequest request)
    {
        var placeholder = new Placeholder(request, account);
        Apply(placeholder);
        return placeholder.Complete();
    }

    private static void Apply(Placeholder placeholder)
    {
        switch (Module(placeholder.Type))
        {
            case "aws:acm": AcmPlaceholders.Apply(placeholder); break;
            case "aws:appautoscaling": AutoScalingPlaceholders.Apply(placeholder); break;
            case "aws:cloudwatch": CloudWatchPlaceholders.Apply(placeholder); break;
            case "aws:ec2": Ec2Placeholders.Apply(placeholder); break;
            case "aws:ecr": EcrPlaceholders.Apply(placeholder); break;
            case "aws:ecs": EcsPlaceholders.Apply(placeholder); break;
            case "aws:iam": IamPlaceholders.Apply(placeholder); break;
            case "aws:kms": KmsPlaceholders.Apply(placeholder); break;
            case "aws:lb": LoadBalancingPlaceholders.Apply(placeholder); break;
            case "aws:route53": Route53Placeholders.Apply(placeholder); break;
            case "aws:s3": S3Placeholders.Apply(placeholder); break;
            case "aws:secretsmanager": SecretsManagerPlaceholders.Apply(placeholder); break;
            case "aws:servicediscovery": ServiceDiscoveryPlaceholders.Apply(placeholder); break;
            case "aws:sns": SnsPlaceholders.Apply(placeholder); break;
            case "aws:ssm": SsmPlaceholders.Apply(placeholder); break;
            case "aws:vpc": SecurityGroupRulePlaceholders.Apply(placeholder); break;
            case "aws:wafv2": WafPlaceholders.Apply(placeholder); break;
            case "pulumi:providers": placeholder.Id = placeholder.Uuid(); break;
        }
    }

    // "aws:ec2" of "aws:ec2/vpc:Vpc", "pulumi:providers" of "pulumi:providers:aws".
    private static string Module(string type)
    {
        var end = type.IndexOfAny(['/', ':'], type.IndexOf(':', StringComparison.Ordinal) + 1);
        return end < 0 ? type : type[..end];
    }
}
