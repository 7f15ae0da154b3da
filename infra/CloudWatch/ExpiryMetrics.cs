using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using SecureApi.Common;

namespace SecureApi.CloudWatch;

/// <summary>
/// Days left of everything that ends on a date, from the gateway's log: its own certificate, the CAs and the revocation
/// lists from the status line that it writes each minute, clients' certificates from their requests. What a client still
/// uses is what can hurt, not what was issued to it.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"/>
public sealed class ExpiryMetrics : ComponentResource
{
    /// <summary>The gateway's own certificate.</summary>
    public const string ServerCertificate = "ServerCertificateDaysLeft";

    /// <summary>The CA certificate that ends first.</summary>
    public const string CertificateAuthority = "CertificateAuthorityDaysLeft";

    /// <summary>The revocation list that ends first.</summary>
    public const string RevocationList = "RevocationListDaysLeft";

    /// <summary>The certificate of the client that sent a request.</summary>
    public const string ClientCertificate = "ClientCertificateDaysLeft";

    private const string StatusLine = "{ $.message = \"gateway status\" }";

    /// <summary>Declares the filters.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The log group, and whether there are revocation lists.</param>
    /// <param name="options">Parent and providers.</param>
    public ExpiryMetrics(string name, ExpiryMetricsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:cloud-watch:ExpiryMetrics", name, options)
    {
        Filter($"{name}-server-days", ServerCertificate, StatusLine, "$.serverCertificateDaysLeft", args);
        Filter($"{name}-ca-days", CertificateAuthority, StatusLine, "$.certificateAuthorityDaysLeft", args);
        if (args.WithRevocationLists) Filter($"{name}-crl-days", RevocationList, StatusLine, "$.revocationListDaysLeft", args);
        Filter($"{name}-client-days", ClientCertificate, "{ $.clientCertificateDaysLeft >= 0 }", "$.clientCertificateDaysLeft", args);
        RegisterOutputs();
    }

    private void Filter(string label, string metric, string pattern, string value, ExpiryMetricsArgs args) =>
        new LogMetricFilter(label, new LogMetricFilterArgs
        {
            LogGroupName = args.LogGroupName,
            Pattern = pattern,
            MetricTransformation = new LogMetricFilterMetricTransformationArgs
            {
                Namespace = args.Names.MetricNamespace,
                Name = metric,
                Value = value,
                Unit = "None",
            },
        }, new CustomResourceOptions { Parent = this });
}

/// <summary>The arguments of <see cref="ExpiryMetrics"/>.</summary>
public sealed record ExpiryMetricsArgs
{
    /// <summary>Gives the metrics their namespace.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>The gateway's log group.</summary>
    public required Output<string> LogGroupName { get; init; }

    /// <summary>Whether the gateway has revocation lists.</summary>
    public required bool WithRevocationLists { get; init; }
}
