using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Clients;

/// <summary>Explains a request, a certificate or a revocation list in plain words.</summary>
/// <param name="now">The moment to count from.</param>
internal sealed class Inspection(DateTimeOffset now)
{
    private const int MaxListed = 50;

    /// <summary>What a block of a file is.</summary>
    public FactSheet Explain(string label, byte[] der)
    {
        if (PemFile.IsPrivate(label))
        {
            return new FactSheet("A private key", [("Content", "not shown")], ["Nobody but its owner may have this file. If it was sent to you, its certificate must be revoked."]);
        }

        try
        {
            return label switch
            {
                "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" => Certificate(der),
                "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => Request(der),
                RevocationList.PemLabel => List(der),
                "" => Guess(der),
                _ => new FactSheet($"A block \"{label}\"", [], ["A certificate, a request or a revocation list was expected."]),
            };
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            return new FactSheet($"A damaged block{(label.Length > 0 ? $" \"{label}\"" : "")}", [], ["It does not parse: it was cut or changed on its way. Ask for it again."]);
        }
    }

    private FactSheet Guess(byte[] der)
    {
        foreach (var label in new[] { "CERTIFICATE", "CERTIFICATE REQUEST", RevocationList.PemLabel })
        {
            var sheet = Explain(label, der);
            if (!sheet.Title.StartsWith("A damaged", StringComparison.Ordinal)) return sheet;
        }

        return Explain("DER", der);
    }

    private FactSheet Certificate(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var (start, end) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
        var warnings = new List<string>();
        if (now < start) warnings.Add("It is not valid yet.");
        if (now >= end) warnings.Add("It has expired: load balancer and gateway refuse it.");
        return new FactSheet(
            isAuthority ? "A certificate authority" : "A certificate",
            [
                ("For", certificate.Subject),
                ("Issued by", certificate.Subject == certificate.Issuer ? "itself" : certificate.Issuer),
                ("Serial", certificate.SerialNumber.ToLowerInvariant()),
                ("Valid", $"{TimeText.Moment(start)} to {TimeText.Moment(end)}: {TimeText.State(start, end, now)}"),
                ("Key", KeyText.Of(certificate.PublicKey)),
                ("Good for", Uses(certificate)),
                ("SHA-256", Convert.ToHexStringLower(SHA256.HashData(der))),
            ],
            [.. warnings]);
    }

    private static string Uses(X509Certificate2 certificate)
    {
        var uses = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
            .Select(use => use.Value switch
            {
                "1.3.6.1.5.5.7.3.2" => "proving who a client is (clientAuth)",
                "1.3.6.1.5.5.7.3.1" => "proving who a server is (serverAuth)",
                var other => other ?? "",
            })
            .ToList();
        var keyUses = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages ?? X509KeyUsageFlags.None;
        if (keyUses.HasFlag(X509KeyUsageFlags.KeyCertSign)) uses.Add("signing certificates");
        if (keyUses.HasFlag(X509KeyUsageFlags.CrlSign)) uses.Add("signing revocation lists");
        return uses.Count == 0 ? "nothing in particular" : string.Join(", ", uses);
    }

    private static FactSheet Request(byte[] der)
    {
        if (!SigningRequest.TryRead(Pem.Encode("CERTIFICATE REQUEST", der), out var request, out var problem))
            return new FactSheet("A certificate signing request", [], [$"It cannot be registered. Needed is {problem}"]);

        var warnings = request.CommonNames.Length == 1
            ? ImmutableArray<string>.Empty
            : ["It cannot be registered: the subject needs exactly one common name, the client's registered name."];
        return new FactSheet(
            "A certificate signing request",
            [
                ("Asks for", request.Subject),
                ("Key", request.KeyDescription),
                ("Key SHA-256", Convert.ToHexStringLower(Convert.FromBase64String(request.KeyFingerprint))),
                ("Signature", "good: whoever asks has the private key"),
                ("Register as", request.CommonNames is [var name] ? name : "impossible"),
            ],
            warnings);
    }

    private FactSheet List(byte[] der)
    {
        var list = ParsedRevocationList.Read(der);
        var facts = ImmutableArray.CreateBuilder<(string, string)>();
        facts.Add(("Issued by", list.Issuer));
        facts.Add(("Number", list.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"));
        facts.Add(("Holds", list.NextUpdate is { } until
            ? $"{TimeText.Moment(list.ThisUpdate)} to {TimeText.Moment(until)}: {TimeText.State(list.ThisUpdate, until, now)}"
            : $"from {TimeText.Moment(list.ThisUpdate)}, without an end"));
        facts.Add(("Revoked", list.Entries.Length == 1 ? "1 certificate" : $"{list.Entries.Length} certificates"));
        foreach (var (serial, date, reason) in list.Entries.Take(MaxListed))
            facts.Add(("", $"{serial}  {date.UtcDateTime:yyyy-MM-dd}  {PlainReason(reason)}"));

        if (list.Entries.Length > MaxListed) facts.Add(("", $"and {list.Entries.Length - MaxListed} more"));
        return new FactSheet(
            "A revocation list",
            facts.ToImmutable(),
            list.NextUpdate <= now ? ["It has expired: the gateway refuses every client until a new one is deployed."] : []);
    }

    private static string PlainReason(X509RevocationReason reason) => reason switch
    {
        X509RevocationReason.Unspecified => "no reason given",
        X509RevocationReason.KeyCompromise => "somebody else may have the key",
        X509RevocationReason.CACompromise => "somebody else may have the authority's key",
        X509RevocationReason.AffiliationChanged => "the name or organization changed",
        X509RevocationReason.Superseded => "another certificate replaces it",
        X509RevocationReason.CessationOfOperation => "no longer used",
        X509RevocationReason.CertificateHold => "refused for a while",
        X509RevocationReason.PrivilegeWithdrawn => "the right was withdrawn",
        _ => reason.ToString(),
    };
}
