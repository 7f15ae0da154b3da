using SecureApi.Configuration;

namespace SecureApi.CloudWatch;

/// <summary>A retention that CloudWatch Logs offers.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html</remarks>
public sealed class LogRetentionAttribute : SettingRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule =>
        "a retention of CloudWatch Logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days";

    /// <inheritdoc/>
    public override bool Allows(object value) => value is 1 or 3 or 5 or 7 or 14 or 30 or 60 or 90 or 120 or 150 or 180
        or 365 or 400 or 545 or 731 or 1096 or 1827 or 2192 or 2557 or 2922 or 3288 or 3653;
}
