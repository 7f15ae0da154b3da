using Pulumi;

namespace SecureApi.Registry;

/// <summary>A repository as others use it.</summary>
/// <param name="Url">Registry and name, without tag or digest: <c>123456789012.dkr.ecr.eu-west-1.amazonaws.com/secure-api-prod/api</c>.</param>
/// <param name="Arn">The ARN, for policies.</param>
public sealed record ImageRepository(Output<string> Url, Output<string> Arn);
