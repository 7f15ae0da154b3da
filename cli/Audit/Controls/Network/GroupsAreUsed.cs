using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>Every security group is used.</summary>
public sealed class GroupsAreUsed() : ResourceControl("aws:ec2/securityGroup:SecurityGroup")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "sg-used",
        Title = "Every security group is used",
        Why = "A group that nothing has is one that somebody will pick by mistake.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
        Severity = Severity.Low,
        References = [Reference.SecurityHub("EC2.22")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var users = stack.Reachability.Nodes.Where(node => node.GroupIds.Contains(resource.Id!)).Select(node => node.Label).ToList();
        return Verdict.Of(resource, users.Count > 0, "Nothing has the group.", new Evidence("used by", users.Count == 0 ? "nothing" : string.Join(", ", users)));
    }
}
