using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using SecureApi.Common;

namespace SecureApi.CloudWatch;

/// <summary>Metrics made from the gateway's access log, one JSON object a request.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"/>
public sealed class GatewayMetrics : ComponentResource
{
    /// <summary>Requests refused because of the client's certificate or its rights.</summary>
    public const string CertificateRejections = "CertificateRejections";

    /// <summary>Requests by service.</summary>
    public const string ServiceRequests = "ServiceRequests";

    /// <summary>Answers 5xx by service.</summary>
    public const string ServiceErrors = "ServiceErrors";

    /// <summary>Declares the filters.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The log group.</param>
    /// <param name="options">Parent and providers.</param>
    public GatewayMetrics(string name, GatewayMetricsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:cloud-watch:GatewayMetrics", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        new LogMetricFilter($"{name}-rejections", new LogMetricFilterArgs
        {
            LogGroupName = args.LogGroupName,
            Pattern = "{ $.verification = \"*\" && $.verification != \"ok\" && $.verification != \"\" }",
            MetricTransformation = new LogMetricFilterMetricTransformationArgs
            {
                Namespace = args.Names.MetricNamespace,
                Name = CertificateRejections,
                Value = "1",
                DefaultValue = "0",
                Unit = "Count",
            },
        }, child);
        ByService($"{name}-service-requests", ServiceRequests, "{ $.service = \"*\" && $.service != \"\" }", args);
        ByService($"{name}-service-errors", ServiceErrors, "{ $.status >= 500 && $.service = \"*\" && $.service != \"\" }", args);
        RegisterOutputs();
    }

    private void ByService(string label, string metric, string pattern, GatewayMetricsArgs args) => new LogMetricFilter(label, new LogMetricFilterArgs
    {
        LogGroupName = args.LogGroupName,
        Pattern = pattern,
        MetricTransformation = new LogMetricFilterMetricTransformationArgs
        {
            Namespace = args.Names.MetricNamespace,
            Name = metric,
            Value = "1",
            Unit = "Count",
            Dimensions = { { "Service", "$.service" } },
        },
    }, new CustomResourceOptions { Parent = this });
}

/// <summary>The arguments of <see cref="GatewayMetrics"/>.</summary>
public sealed record GatewayMetricsArgs
{
    /// <summary>Gives the metrics their namespace.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>The gateway's log group.</summary>
    public required Output<string> LogGroupName { get; init; }
}
