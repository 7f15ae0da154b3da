using Pulumi;

namespace SecureApi.Iam;

/// <summary>A policy and the label that tells it from the role's others.</summary>
/// <param name="Label">The end of the policy's logical name.</param>
/// <param name="Document">What it allows.</param>
public sealed record NamedPolicy(string Label, Output<PolicyDocument> Document);
