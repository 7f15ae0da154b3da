namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Policy documents can be read and use the current language.</summary>
public sealed class PoliciesAreWellFormed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-policy-well-formed",
        Title = "Policy documents can be read and use the current language",
        Why = "A document that IAM reads differently from its author grants something else.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Policies.Select(policy => Verdict.Of(
            policy.Resource,
            policy.Document is { Version: "2012-10-17" },
            policy.Error is { } error ? $"The document in {policy.Property} cannot be read: {error}." : $"The document in {policy.Property} does not use the version 2012-10-17.",
            new Evidence($"{policy.Property}.Version", policy.Document?.Version ?? "(not readable)")));
}
