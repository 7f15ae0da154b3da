using SecureApi.Configuration;

namespace SecureApi.LoadBalancing;

/// <summary>The certificate comes from one place: made and validated in a hosted zone, or from ACM in the stack's own region.</summary>
internal sealed class CertificateSourceRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (faults.IsBroken("edge", "hostedZoneId") || faults.IsBroken("edge", "certificateArn")) return;
        var edge = settings.Edge;
        if (edge.HostedZoneId is null && edge.CertificateArn is null)
        {
            faults.Add(["edge", "hostedZoneId"], "exactly one of hostedZoneId and certificateArn", "hostedZoneId: Z0123456789ABCDEFGHIJ");
        }
        else if (edge.HostedZoneId is not null && edge.CertificateArn is not null)
        {
            faults.Add(["edge", "certificateArn"], "exactly one of hostedZoneId and certificateArn: leave one out", $"hostedZoneId: {edge.HostedZoneId}");
        }
        else if (edge.CertificateArn is { } arn && !faults.IsBroken("aws:region"))
        {
            CheckRegion(arn, settings.Region, faults);
        }
    }

    private static void CheckRegion(string arn, AwsRegion region, FaultList faults)
    {
        if (CertificateArnAttribute.Parse(arn) is not { } parts || (parts.Partition == region.Partition && parts.Region == region.Name)) return;
        faults.Add(
            ["edge", "certificateArn"],
            $"a certificate of the stack's region, {region}: a load balancer takes no other",
            $"certificateArn: arn:{region.Partition}:acm:{region}:123456789012:certificate/12345678-1234-1234-1234-123456789012");
    }
}
