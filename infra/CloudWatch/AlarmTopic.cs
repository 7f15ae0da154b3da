using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Sns;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.CloudWatch;

/// <summary>The encrypted SNS topic of the stack's alarms, and its e-mail subscriptions.</summary>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"/>
public sealed class AlarmTopic : ComponentResource
{
    /// <summary>Declares the topic, its policy and its subscriptions.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Key and addresses.</param>
    /// <param name="options">Parent and providers.</param>
    public AlarmTopic(string name, AlarmTopicArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:cloud-watch:AlarmTopic", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var topic = new Topic($"{name}-alarms", new TopicArgs
        {
            DisplayName = $"Alarms of {name}",
            KmsMasterKeyId = args.KeyArn,
        }, child);
        var policy = new TopicPolicy($"{name}-alarms", new TopicPolicyArgs
        {
            Arn = topic.Arn,
            Policy = topic.Arn.Apply(arn => args.AccountId.Apply(account => PolicyFor(arn, account, args.Region).ToJson())),
        }, child);
        foreach (var email in args.Emails)
        {
            new TopicSubscription($"{name}-alarms-{email}", new TopicSubscriptionArgs
            {
                Topic = topic.Arn,
                Protocol = "email",
                Endpoint = email,
            }, child);
        }

        // The same ARN, from the policy: alarms wait for the permission to publish.
        Arn = policy.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The topic's ARN.</summary>
    public Output<string> Arn { get; }

    private static PolicyDocument PolicyFor(string topicArn, string account, AwsRegion region) => new(
        new PolicyStatement
        {
            Sid = "AlarmsOfThisAccountPublish",
            Principal = PolicyPrincipal.Service("cloudwatch.amazonaws.com"),
            Actions = ["sns:Publish"],
            Resources = [topicArn],
            Conditions =
            [
                PolicyCondition.SourceAccount(account),
                PolicyCondition.SourceArn($"arn:{region.Partition}:cloudwatch:{region.Name}:{account}:alarm:*"),
            ],
        },
        new PolicyStatement
        {
            Sid = "RefusePlainHttp",
            Effect = PolicyEffect.Deny,
            Principal = PolicyPrincipal.Anyone,
            Actions = ["sns:Publish"],
            Resources = [topicArn],
            Conditions = [PolicyCondition.InsecureTransport],
        });
}

/// <summary>The arguments of <see cref="AlarmTopic"/>.</summary>
public sealed record AlarmTopicArgs
{
    /// <summary>E-mail addresses that get every alarm. Each has to confirm once.</summary>
    public required ImmutableArray<string> Emails { get; init; }

    /// <summary>The customer-managed key, whose policy lets CloudWatch use it.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The account whose alarms may publish: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region, for ARNs.</summary>
    public required AwsRegion Region { get; init; }
}
