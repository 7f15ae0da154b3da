namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>The stack declares no IAM users and no access keys.</summary>
public sealed class ThereAreNoUsers : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-no-users",
        Title = "The stack declares no IAM users and no access keys",
        Why = "Long-lived keys leak; roles give keys that expire.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("IAM.2"), Reference.Cis("1.14")],
    };

    private static readonly string[] Types = ["aws:iam/user:User", "aws:iam/accessKey:AccessKey", "aws:iam/userPolicyAttachment:UserPolicyAttachment", "aws:iam/userLoginProfile:UserLoginProfile"];

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        var found = Types.SelectMany(stack.OfType).ToList();
        if (found.Count == 0 && stack.OfType("aws:iam/role:Role").Count > 0)
            yield return new Verdict { Outcome = Outcome.Met, Resource = null, Evidence = [new Evidence("users and access keys", "none")] };
        foreach (var resource in found)
            yield return Verdict.Of(resource, met: false, "The stack declares a long-lived identity.", new Evidence("type", resource.Type));
    }
}
