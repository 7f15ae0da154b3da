using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Simple Notification Service.</summary>
internal static class SnsPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:sns/topic:Topic":
                p.Id = p.Account.Arn("sns", p.Name());
                p.Set("arn", p.Id).Set("owner", AwsAccount.Id);
                break;
            case "aws:sns/topicPolicy:TopicPolicy":
                p.Id = p["arn"];
                p.Set("owner", AwsAccount.Id);
                break;
            case "aws:sns/topicSubscription:TopicSubscription":
                p.Id = $"{p["topic"]}:{p.Uuid()}";
                p.Set("arn", p.Id).Set("ownerId", AwsAccount.Id).Set("pendingConfirmation", new RecordedBoolean(true));
                break;
        }
    }
}
