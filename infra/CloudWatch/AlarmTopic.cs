using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Sns;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.CloudWatch;

/// <summary>
/// Who is told: the encrypted SNS topic of all alarms with its e-mail subscriptions, one of the urgent alarms for endpoints that
/// must not hear of the others, and topics that exist already.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"/>
public sealed class AlarmTopic : ComponentResource
{
    private readonly ImmutableArray<Output<string>> _all;
    private readonly ImmutableArray<Output<string>> _urgent;

    /// <summary>Declares the topic, its policy and its subscriptions.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Key and addresses.</param>
    /// <param name="options">Parent and providers.</param>
    public AlarmTopic(string name, AlarmTopicArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:cloud-watch:AlarmTopic", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        Arn = Declare($"{name}-alarms", $"Alarms of {name}", "email", args.Settings.Emails, args, child);
        _all = [Arn, .. args.Settings.Topics.Select(Output.Create)];
        _urgent = [.. _all, .. args.Settings.UrgentTopics.Select(Output.Create)];
        if (!args.Settings.UrgentEndpoints.IsEmpty)
            _urgent = _urgent.Add(Declare($"{name}-urgent", $"Urgent alarms of {name}", "https", args.Settings.UrgentEndpoints, args, child));
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The ARN of the topic of all alarms.</summary>
    public Output<string> Arn { get; }

    /// <summary>The topics that an alarm tells: at most five, as CloudWatch allows.</summary>
    /// <param name="severity">How soon somebody has to look.</param>
    public ImmutableArray<Output<string>> For(AlarmSeverity severity) => severity == AlarmSeverity.Urgent ? _urgent : _all;

    // The ARN comes from the policy: alarms wait for the permission to publish.
    private static Output<string> Declare(
        string name, string title, string protocol, ImmutableArray<string> endpoints, AlarmTopicArgs args, CustomResourceOptions child)
    {
        var topic = new Topic(name, new TopicArgs { DisplayName = title, KmsMasterKeyId = args.KeyArn }, child);
        var policy = new TopicPolicy(name, new TopicPolicyArgs
        {
            Arn = topic.Arn,
            Policy = topic.Arn.Apply(arn => args.AccountId.Apply(account => PolicyFor(arn, account, args.Region).ToJson())),
        }, child);
        foreach (var endpoint in endpoints)
        {
            new TopicSubscription($"{name}-{endpoint}", new TopicSubscriptionArgs
            {
                Topic = topic.Arn,
                Protocol = protocol,
                Endpoint = endpoint,
            }, child);
        }

        return policy.Arn;
    }

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
    /// <summary>Who is told.</summary>
    public required AlarmConfig Settings { get; init; }

    /// <summary>The customer-managed key, whose policy lets CloudWatch use it.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The account whose alarms may publish: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region, for ARNs.</summary>
    public required AwsRegion Region { get; init; }
}
