using Pulumi;

namespace SecureApi.Compute;

/// <summary>A log group to be declared.</summary>
/// <param name="GroupName">Its fixed name.</param>
/// <param name="RetentionDays">Days for which events are kept.</param>
/// <param name="KeyArn">The customer-managed key.</param>
public sealed record LogTarget(string GroupName, int RetentionDays, Output<string> KeyArn);
