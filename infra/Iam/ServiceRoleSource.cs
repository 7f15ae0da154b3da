using Pulumi;

namespace SecureApi.Iam;

/// <summary>On whose behalf a service takes on a role.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"/>
/// <param name="AccountId">The account: twelve digits.</param>
/// <param name="ArnPattern">The resources: an ARN with wildcards.</param>
public sealed record ServiceRoleSource(Output<string> AccountId, Output<string> ArnPattern);
