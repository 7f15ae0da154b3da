using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Commands;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Clients;

/// <summary>Explains a request, a certificate or a revocation list in plain words.</summary>
/// <param name="now">The moment to count from.</param>
internal sealed class Inspection(DateTimeOffset now)
{
    private const int MaxListed = 50;

    /// <summary>What a block of a file is.</summary>
    public DetailsTable Explain(string label, byte[] der)
    {
        if (PemFile.IsPrivate(label))
        {
            return new DetailsTable("A private key", [("Content", "not shown")], ["Nobody but its owner may have this file. If it was sent to you, its certificate must be revoked."]);
        }

        try
        {
            return label switch
            {
                "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" => Certificate(der),
                "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => Request(der),
                RevocationList.PemLabel => List(der),
                "" => Guess(der),
                _ => new DetailsTable($"A block \"{label}\"", [], ["A certificate, a request or a revocation list was expected."]),
            };
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            return new DetailsTable($"A damaged block{(label.Length > 0 ? $" \"{label}\"" : "")}", [], ["It does not parse: it was cut or changed on its way. Ask for it again."]);
        }
    }

    private DetailsTable Guess(byte[] der)
    {
        foreach (var label in new[] { "CERTIFICATE", "CERTIFICATE REQUEST", RevocationList.PemLabel })
        {
            var table = Explain(label, der);
            if (!table.Title.StartsWith("A damaged", StringComparison.Ordinal)) return table;
        }

        return Explain("DER", der);
    }

    private DetailsTable Certificate(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var (start, end) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
        var warnings = new List<string>();
        if (now < start) warnings.Add("It is not valid yet.");
        if (now >= end) warnings.Add("It has expired: load balancer and gateway refuse it.");
        return new DetailsTable(
            isAuthority ? "A certificate authority" : "A certificate",
            [
                ("For", certificate.Subject),
                ("Issued by", certificate.Subject == certificate.Issuer ? "itself" : certificate.Issuer),
                ("Serial", certificate.SerialNumber.ToLowerInvariant()),
                ("Valid", $"{TimeText.Moment(start)} to {TimeText.Moment(end)}: {TimeText.State(start, end, now)}"),
                ("Key", KeyOf(certificate.PublicKey)),
                ("Good for", Uses(certificate)),
                ("SHA-256", Convert.ToHexStringLower(SHA256.HashData(der))),
            ],
            [.. warnings]);
    }

    // Such as RSA 3072 or ECDSA P-256.
    private static string KeyOf(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        if (rsa is not null) return $"RSA {rsa.KeySize}";
        using var ecdsa = key.GetECDsaPublicKey();
        return ecdsa?.KeySize switch
        {
            null => key.Oid.FriendlyName ?? key.Oid.Value ?? "unknown",
            var bits => $"ECDSA P-{bits}",
        };
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

    private static DetailsTable Request(byte[] der)
    {
        if (!SigningRequest.TryRead(PemEncoding.WriteString("CERTIFICATE REQUEST", der), out var request, out var problem))
            return new DetailsTable("A certificate signing request", [], [$"It cannot be registered. Needed is {problem}"]);

        var warnings = request.CommonNames.Length == 1
            ? ImmutableArray<string>.Empty
            : ["It cannot be registered: the subject needs exactly one common name, the client's registered name."];
        return new DetailsTable(
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

    private DetailsTable List(byte[] der)
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
        return new DetailsTable(
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

/// <summary>A revocation list that was read (RFC 5280, section 5.1). .NET builds lists but shows little of them.</summary>
/// <param name="Issuer">Who signed.</param>
/// <param name="Number">The list's number; null when it has none.</param>
/// <param name="ThisUpdate">From when it holds.</param>
/// <param name="NextUpdate">Until when; null when it does not say.</param>
/// <param name="Entries">Serial number, date and reason of each revoked certificate.</param>
internal sealed record ParsedRevocationList(
    string Issuer,
    BigInteger? Number,
    DateTimeOffset ThisUpdate,
    DateTimeOffset? NextUpdate,
    ImmutableArray<(string Serial, DateTimeOffset Date, X509RevocationReason Reason)> Entries)
{
    private const string NumberOid = "2.5.29.20";
    private const string ReasonOid = "2.5.29.21";

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0);

    /// <summary>Reads a list.</summary>
    /// <exception cref="AsnContentException">The bytes are no list.</exception>
    public static ParsedRevocationList Read(byte[] der)
    {
        var body = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        if (body.PeekTag() == Asn1Tag.Integer) body.ReadInteger();
        body.ReadEncodedValue();
        var issuer = new X500DistinguishedName(body.ReadEncodedValue().Span).Name;
        var from = ReadTime(body);
        DateTimeOffset? until = IsTime(body) ? ReadTime(body) : null;
        var entries = body.HasData && body.PeekTag() == Asn1Tag.Sequence ? ReadEntries(body.ReadSequence()) : [];
        var number = body.HasData && body.PeekTag().HasSameClassAndValue(ExtensionsTag)
            ? Find(body.ReadSequence(ExtensionsTag).ReadSequence(), NumberOid)?.ReadInteger()
            : null;
        return new ParsedRevocationList(issuer, number, from, until, entries);
    }

    private static ImmutableArray<(string, DateTimeOffset, X509RevocationReason)> ReadEntries(AsnReader list)
    {
        var entries = ImmutableArray.CreateBuilder<(string, DateTimeOffset, X509RevocationReason)>();
        while (list.HasData)
        {
            var entry = list.ReadSequence();
            var serial = Convert.ToHexStringLower(entry.ReadIntegerBytes().Span);
            var date = ReadTime(entry);
            var reason = entry.HasData ? Find(entry.ReadSequence(), ReasonOid)?.ReadEnumeratedValue<X509RevocationReason>() : null;
            entries.Add((serial, date, reason ?? X509RevocationReason.Unspecified));
        }

        return entries.ToImmutable();
    }

    private static AsnReader? Find(AsnReader extensions, string oid)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var found = extension.ReadObjectIdentifier();
            if (extension.PeekTag() == Asn1Tag.Boolean) extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if (found == oid) return new AsnReader(value, AsnEncodingRules.DER);
        }

        return null;
    }

    private static bool IsTime(AsnReader reader) =>
        reader.HasData && (reader.PeekTag() == Asn1Tag.UtcTime || reader.PeekTag() == Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}

/// <summary>Reads the blocks of a PEM file (RFC 7468), or of a DER file as one block.</summary>
internal static class PemFile
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The label and bytes of each block. A DER file has an empty label.</summary>
    /// <exception cref="UserException">The file cannot be read, or holds neither.</exception>
    public static ImmutableArray<(string Label, byte[] Der)> Read(string path)
    {
        byte[] content;
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new IOException("it is larger than 64 MiB");
            content = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"Cannot read {path}: {error.Message}", error);
        }

        // Every certificate, request and list is a SEQUENCE.
        if (content is [0x30, ..]) return [("", content)];
        var blocks = Blocks(System.Text.Encoding.Latin1.GetString(content));
        return blocks.IsEmpty
            ? throw new UserException($"{path} holds no PEM text (-----BEGIN …) and no DER: a certificate, a request or a revocation list was expected.")
            : blocks;
    }

    private static ImmutableArray<(string Label, byte[] Der)> Blocks(string text)
    {
        var blocks = ImmutableArray.CreateBuilder<(string, byte[])>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var label = rest[fields.Label].ToString();
            blocks.Add((label, IsPrivate(label) ? [] : Convert.FromBase64String(rest[fields.Base64Data].ToString())));
        }

        return blocks.ToImmutable();
    }

    /// <summary>Whether a block of this label holds a private key. Private keys are not read.</summary>
    public static bool IsPrivate(string label) => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
}
