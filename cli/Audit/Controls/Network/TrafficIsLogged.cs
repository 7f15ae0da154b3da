using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>VPCs have flow logs.</summary>
public sealed class TrafficIsLogged() : ResourceControl("aws:ec2/vpc:Vpc")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "vpc-flow-logs",
        Title = "VPCs have flow logs",
        Why = "Without them nobody can tell afterwards who spoke to whom.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("EC2.6"), Reference.Cis("3.7")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var log = stack.Referring("aws:ec2/flowLog:FlowLog", "vpcId", resource).FirstOrDefault(found => found.Inputs.Text("trafficType") is "ALL" or "REJECT");
        return Verdict.Of(resource, log is not null, "The VPC's traffic is not logged.", new Evidence("flow log", log is null ? "none" : $"{log.Name}, {log.Inputs.Text("trafficType")}"));
    }
}
