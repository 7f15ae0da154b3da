using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Clients;

/// <summary>Explains a request, a certificate or a revocation list in plain words.</summary>
/// <param name="now">The moment to count from.</param>
internal sealed class Inspection(DateTimeOffset now)
{
    private const int MaxListed = 50;
    private const int MaxBlocks = 200;

    private static readonly Dictionary<string, string> WeakSignatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "MD2",
        ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.1.1.5"] = "SHA-1",
        ["1.2.840.10045.4.1"] = "SHA-1",
    };

    /// <summary>What each block of a file is, and how to register the request among them.</summary>
    public IEnumerable<DetailsTable> Explain(ImmutableArray<PemBlock> file) =>
        file.Take(MaxBlocks).Select(block => Explain(file, block))
            .Concat(file.Length > MaxBlocks ? [new DetailsTable($"And {file.Length - MaxBlocks} more", [], [])] : []);

    private DetailsTable Explain(ImmutableArray<PemBlock> file, PemBlock block)
    {
        if (block.IsPrivate)
        {
            return new DetailsTable(
                block.Label is "PKCS12" or "JAVA KEYSTORE" ? "A container of private keys" : "A private key",
                [("Content", "not shown")],
                ["Nobody but its owner may have this file. If it was sent to you, its certificate must be revoked."]);
        }

        var title = block.Label.Length > 0 ? $"A block \"{block.Label}\"" : "A block";
        if (block.IsRequest) return Request(file, block);
        if (block.Problem is { } problem) return new DetailsTable(title, [], [$"It cannot be read: {problem}."]);
        try
        {
            return block.Label switch
            {
                "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" => Certificate(block.Der.ToArray()),
                RevocationList.PemLabel => List(block.Der.ToArray()),
                "PKCS7" or "CMS" or "PKCS #7 SIGNED DATA" => new DetailsTable("A PKCS#7 bundle of certificates", [], ["Its certificates are shown once it is PEM: openssl pkcs7 -print_certs -in FILE, with -inform DER for a binary file."]),
                _ => new DetailsTable(title, [], ["A certificate, a request or a revocation list was expected."]),
            };
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException or NotSupportedException or ArgumentException or OverflowException)
        {
            return new DetailsTable($"A damaged block \"{block.Label}\"", [], ["It does not parse: it was cut or changed on its way. Ask for it again."]);
        }
    }

    private DetailsTable Certificate(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var (start, end) = (new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
        var key = PublicKeyKind.Of(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        var isSelfSigned = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        var warnings = new List<string>();
        if (now < start) warnings.Add("It is not valid yet.");
        if (now >= end) warnings.Add("It has expired: load balancer and gateway refuse it.");
        if (certificate.Version < 3) warnings.Add($"It is of X.509 version {certificate.Version}: a load balancer takes version 3 only.");
        if (!key.IsAllowed) warnings.Add($"A load balancer does not take its key, only {PublicKeyKind.Allowed}.");
        if (!isSelfSigned && WeakSignatures.TryGetValue(certificate.SignatureAlgorithm.Value ?? "", out var weak)) warnings.Add($"It is signed with {weak}: load balancer and gateway refuse that.");
        return new DetailsTable(
            isAuthority ? "A certificate authority" : "A certificate",
            [
                ("For", certificate.Subject),
                ("Issued by", isSelfSigned ? "itself" : certificate.Issuer),
                ("Serial", Short(certificate.SerialNumber.ToLowerInvariant())),
                ("Valid", $"{TimeText.Moment(start)} to {TimeText.Moment(end)}: {TimeText.State(start, end, now)}"),
                ("Key", key.Description),
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

    /// <summary>The verdict is that of the registry on the whole file.</summary>
    private static DetailsTable Request(ImmutableArray<PemBlock> file, PemBlock block)
    {
        const string Title = "A certificate signing request";
        if (!SigningRequest.TryRead(file, out var request, out var problem))
            return new DetailsTable(Title, [], [$"It cannot be registered. Needed is {problem}"]);

        (string, string)[] facts =
        [
            ("Asks for", request.Subject),
            ("Key", request.KeyDescription),
            ("Key SHA-256", Convert.ToHexStringLower(Convert.FromBase64String(request.KeyFingerprint))),
            ("Signature", "good: whoever asks has the private key"),
        ];
        return request.ProblemOfName() is { } wrongName
            ? new DetailsTable(Title, [.. facts], [$"It cannot be registered. Needed is {wrongName}"])
            : new DetailsTable(Title, [.. facts, ("Register as", request.CommonNames[0])], []);
    }

    private DetailsTable List(byte[] der)
    {
        var list = ParsedRevocationList.Read(der);
        var facts = ImmutableArray.CreateBuilder<(string, string)>();
        facts.Add(("Issued by", list.Issuer));
        facts.Add(("Number", list.Number is { } number ? Short(number) : "none"));
        facts.Add(("Holds", list.NextUpdate is { } until
            ? $"{TimeText.Moment(list.ThisUpdate)} to {TimeText.Moment(until)}: {TimeText.State(list.ThisUpdate, until, now)}"
            : $"from {TimeText.Moment(list.ThisUpdate)}, without an end"));
        facts.Add(("Revoked", list.Entries.Length == 1 ? "1 certificate" : $"{list.Entries.Length} certificates"));
        foreach (var (serial, date, reason) in list.Entries.Take(MaxListed))
            facts.Add(("", $"{Short(serial)}  {date.UtcDateTime:yyyy-MM-dd}  {PlainReason(reason)}"));

        if (list.Entries.Length > MaxListed) facts.Add(("", $"and {list.Entries.Length - MaxListed} more"));
        return new DetailsTable(
            "A revocation list",
            facts.ToImmutable(),
            list.NextUpdate <= now ? ["It has expired: the gateway refuses every client until a new one is deployed."] : []);
    }

    private static string Short(string number) => number.Length <= 80 ? number : $"{number[..80]}…";

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
    string? Number,
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
            ? Find(body.ReadSequence(ExtensionsTag).ReadSequence(), NumberOid) is { } value ? Decimal(value.ReadIntegerBytes().Span) : null
            : null;
        return new ParsedRevocationList(issuer, number, from, until, entries);
    }

    // RFC 5280, section 5.2.3: at most 20 bytes.
    private static string Decimal(ReadOnlySpan<byte> number) =>
        number.Length <= 20 ? new BigInteger(number, isBigEndian: true).ToString(CultureInfo.InvariantCulture) : $"longer than a number may be ({number.Length} bytes)";

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
