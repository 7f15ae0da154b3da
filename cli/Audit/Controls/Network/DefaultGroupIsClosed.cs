using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>Default security groups let nothing through.</summary>
public sealed class DefaultGroupIsClosed() : ResourceControl("aws:ec2/vpc:Vpc")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "vpc-default-group-closed",
        Title = "Default security groups let nothing through",
        Why = "Whatever is made without a group gets this one.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("EC2.2"), Reference.Cis("5.5")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var group = stack.Referring("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId", resource).FirstOrDefault();
        var rules = group is null ? 0 : stack.Reachability.Rules.Count(rule => rule.GroupId == group.Id);
        return Verdict.Of(
            resource,
            group is not null && rules == 0,
            group is null ? "The default security group is not taken over, so it has the rules that AWS gave it." : "The default security group has rules.",
            new Evidence("default security group", group is null ? "not declared" : $"{group.Name}, {rules} rules"));
    }
}
