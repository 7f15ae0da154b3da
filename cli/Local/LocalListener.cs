using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Local;

/// <summary>What the load balancer does with a request on 443, as the stack declares it.</summary>
internal sealed record LocalListener
{
    /// <summary>True in verify mode; false when certificates are passed on unchecked.</summary>
    public required bool Verifies { get; init; }

    /// <summary>The name of the header with the client's certificate.</summary>
    public required string CertificateHeader { get; init; }

    /// <summary>What every answer says about HTTPS.</summary>
    public required string StrictTransportSecurity { get; init; }

    /// <summary>Seconds after which an idle connection is closed.</summary>
    public required int IdleTimeoutSeconds { get; init; }

    /// <summary>Paths that the load balancer answers itself.</summary>
    public required ImmutableArray<FixedAnswer> Answers { get; init; }

    /// <summary>Reads listener, rules and load balancer.</summary>
    public static LocalListener Of(RecordedStack stack)
    {
        var listener = stack.OfType("aws:lb/listener:Listener").Single(resource => resource.Inputs.Number("port") == 443).Inputs;
        var verifies = listener.Map("mutualAuthentication").Text("mode") == "verify";
        return new LocalListener
        {
            Verifies = verifies,
            CertificateHeader = listener.Text(verifies
                ? "routingHttpRequestXAmznMtlsClientcertLeafHeaderName"
                : "routingHttpRequestXAmznMtlsClientcertHeaderName")!,
            StrictTransportSecurity = listener.Text("routingHttpResponseStrictTransportSecurityHeaderValue")!,
            IdleTimeoutSeconds = (int)stack.OfType("aws:lb/loadBalancer:LoadBalancer").Single().Inputs.Number("idleTimeout")!.Value,
            Answers = [.. stack.OfType("aws:lb/listenerRule:ListenerRule").SelectMany(rule => FixedAnswers(rule.Inputs))],
        };
    }

    private static IEnumerable<FixedAnswer> FixedAnswers(RecordedMap rule) =>
        from action in rule.List("actions").Maps
        where action.Text("type") == "fixed-response"
        let answer = action.Map("fixedResponse")
        from condition in rule.List("conditions").Maps
        from pattern in condition.Map("pathPattern").List("values").Texts
        select new FixedAnswer(pattern.TrimEnd('*'), answer.Text("statusCode")!, answer.Text("contentType")!, answer.Text("messageBody")!);

    /// <summary>An answer of the load balancer's own.</summary>
    /// <param name="Prefix">The paths that begin like this get it.</param>
    /// <param name="Status">The status.</param>
    /// <param name="ContentType">The type of the body.</param>
    /// <param name="Body">The body.</param>
    public sealed record FixedAnswer(string Prefix, string Status, string ContentType, string Body);
}
