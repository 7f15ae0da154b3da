using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>Subnets give no public addresses by themselves.</summary>
public sealed class SubnetsGiveNoPublicAddress() : ResourceControl("aws:ec2/subnet:Subnet")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "subnet-no-public-address",
        Title = "Subnets give no public addresses by themselves",
        Why = "Whatever is started there would be on the internet without anybody asking for it.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("EC2.15"), Reference.Pci("1.4.4")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Boolean("mapPublicIpOnLaunch") is not true, "The subnet gives public addresses.", "mapPublicIpOnLaunch");
}
