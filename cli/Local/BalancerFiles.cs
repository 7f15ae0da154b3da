using System.Collections.Immutable;
using SecureApi.Common;

namespace SecureApi.Cli.Local;

/// <summary>The files of the Nginx that stands in for the load balancer.</summary>
internal static class BalancerFiles
{
    /// <summary>The name of Nginx's configuration among the files.</summary>
    public const string Configuration = "nginx.conf";

    private const string Template = "balancer.conf";

    /// <summary>The files by name. The key among them is a secret.</summary>
    /// <param name="stack">The listener, and whom it trusts.</param>
    /// <param name="certificate">What the public certificate is replaced with.</param>
    /// <param name="place">Where the files lie and who talks to whom.</param>
    public static ImmutableSortedDictionary<string, string> Render(LocalStack stack, BalancerCertificate certificate, BalancerPlace place)
    {
        var files = SortedMaps.Empty<string>()
            .Add(Configuration, RenderConfiguration(stack, place))
            .Add("edge.pem", certificate.CertificatePem)
            .Add("edge.key", certificate.KeyPem)
            .Add("ca.pem", stack.CaBundle);
        return stack.RevocationLists is { } lists ? files.Add("crl.pem", lists) : files;
    }

    private static string RenderConfiguration(LocalStack stack, BalancerPlace place)
    {
        var listener = stack.Listener;
        (string Name, string Value)[] values =
        [
            ("directory", place.Directory),
            ("listen", place.Listen),
            ("gateway", place.Gateway),
            ("user", place.KeepsRoot ? "user root;" : ""),
            ("mode", listener.Verifies ? "verify" : "passthrough"),
            ("verify", listener.Verifies ? "on" : "optional_no_ca"),
            ("crl", listener.Verifies && stack.RevocationLists is not null ? $"ssl_crl {place.Directory}/crl.pem;" : ""),
            ("header", listener.CertificateHeader),
            ("hsts", listener.StrictTransportSecurity),
            ("idle_seconds", $"{listener.IdleTimeoutSeconds}"),
            ("answers", string.Join('\n', listener.Answers.Select(Location))),
        ];
        return values.Aggregate(EmbeddedText.Read(Template), (text, value) => text.Replace($"{{{{{value.Name}}}}}", value.Value, StringComparison.Ordinal));
    }

    private static string Location(LocalListener.FixedAnswer answer) =>
        $$"""        location ^~ {{answer.Prefix}} { default_type {{answer.ContentType}}; return {{answer.Status}} "{{answer.Body}}"; }""";
}
