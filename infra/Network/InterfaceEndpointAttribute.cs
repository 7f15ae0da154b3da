using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>
/// An AWS service that has an interface endpoint, by the part of its name after <c>com.amazonaws.&lt;region&gt;.</c>.
/// Any name of that shape is taken, but not one that is nearly the name of a service that this stack knows.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html</remarks>
public sealed class InterfaceEndpointAttribute : TextRuleAttribute
{
    private static readonly string[] Known =
    [
        "ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages", "kms", "sts", "monitoring",
        "ecs", "ecs-agent", "ecs-telemetry", "sns", "sqs", "events", "lambda", "states", "xray", "s3", "dynamodb",
    ];

    /// <inheritdoc/>
    public override string Rule => $"the name of an AWS service's interface endpoint, such as {string.Join(", ", Known)}";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        Array.IndexOf(Known, text) >= 0
        || (text.Length is >= 2 and <= 64
            && char.IsAsciiLetterLower(text[0])
            && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '-')
            && (text.Length < 5 || !Array.Exists(Known, known => Suggestion.Distance(text, known) == 1)));
}
