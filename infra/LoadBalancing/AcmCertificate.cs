using Pulumi;
using Pulumi.Aws.Acm;
using Pulumi.Aws.Route53;

namespace SecureApi.LoadBalancing;

/// <summary>
/// The public certificate of the domain: one that ACM issues and renews through DNS records in the hosted zone, or an
/// existing one by ARN.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html"/>
public sealed class AcmCertificate : ComponentResource
{
    private const int RecordTtlSeconds = 300;

    /// <summary>Declares the certificate and its validation; nothing when an ARN is given.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The domain.</param>
    /// <param name="options">Parent and providers.</param>
    public AcmCertificate(string name, AcmCertificateArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:load-balancing:AcmCertificate", name, options)
    {
        var settings = args.Settings;
        Arn = settings.HostedZoneId is { } zone
            ? Issue(name, settings.Domain, zone)
            : Output.Create(settings.CertificateArn!);
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The ARN of a certificate that is ready for use.</summary>
    public Output<string> Arn { get; }

    private Output<string> Issue(string name, string domain, string zoneId)
    {
        var child = new CustomResourceOptions { Parent = this };
        var certificate = new Certificate($"{name}-cert", new CertificateArgs
        {
            DomainName = domain,
            ValidationMethod = "DNS",
            KeyAlgorithm = "EC_prime256v1",
        }, child);

        // A certificate for one name has one validation record.
        var challenge = certificate.DomainValidationOptions.GetAt(0);
        var record = new Record($"{name}-cert", new RecordArgs
        {
            ZoneId = zoneId,
            Name = challenge.Apply(option => option.ResourceRecordName!),
            Type = challenge.Apply(option => option.ResourceRecordType!),
            Records = { challenge.Apply(option => option.ResourceRecordValue!) },
            Ttl = RecordTtlSeconds,
            AllowOverwrite = true,
        }, child);

        return new CertificateValidation($"{name}-cert", new CertificateValidationArgs
        {
            CertificateArn = certificate.Arn,
            ValidationRecordFqdns = { record.Fqdn },
        }, child).CertificateArn;
    }
}

/// <summary>The arguments of <see cref="AcmCertificate"/>.</summary>
public sealed record AcmCertificateArgs
{
    /// <summary>Domain, and either a hosted zone or a certificate's ARN.</summary>
    public required EdgeConfig Settings { get; init; }
}
