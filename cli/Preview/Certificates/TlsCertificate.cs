using System.Collections.ObjectModel;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>What terraform-provider-tls 4 puts into requests and certificates, through Go's crypto/x509.</summary>
internal static class TlsCertificate
{
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string CommonName = "2.5.4.3";
    private const string SerialNumber = "2.5.4.5";
    private const string EmailAddress = "1.2.840.113549.1.9.1";

    // In the order in which Go writes them.
    private static readonly (string Property, string Oid)[] SubjectAttributes =
    [
        ("country", "2.5.4.6"), ("organization", "2.5.4.10"), ("organizationalUnit", "2.5.4.11"), ("locality", "2.5.4.7"), ("province", "2.5.4.8"),
        ("streetAddresses", "2.5.4.9"), ("postalCode", "2.5.4.17"), ("commonName", CommonName), ("serialNumber", SerialNumber), ("emailAddress", EmailAddress),
    ];

    private static readonly UniversalTagNumber[] TextTypes =
    [
        UniversalTagNumber.UTF8String, UniversalTagNumber.PrintableString, UniversalTagNumber.IA5String,
        UniversalTagNumber.BMPString, UniversalTagNumber.T61String, UniversalTagNumber.NumericString,
    ];

    // Kinds of alternative names that the provider takes over, in its order: DNS names, IP addresses, URIs (RFC 5280, section 4.2.1.6).
    private static readonly int[] NameKinds = [2, 7, 6];

    /// <summary>A signing request for the arguments of a <c>CertRequest</c>.</summary>
    public static CertificateRequest Request(RecordedMap inputs, PreviewKey key)
    {
        var subject = inputs.Map("subject");
        var values = SubjectAttributes.SelectMany(attribute =>
            (subject[attribute.Property]?.Revealed as RecordedList)?.Texts.Select(text => (attribute.Oid, text))
            ?? (subject.Text(attribute.Property) is { } text ? [(attribute.Oid, text)] : []));
        var request = new CertificateRequest(Subject(values), key.PublicKey, key.Hash);

        var names = new SubjectAlternativeNameBuilder();
        string[] dns = [.. inputs.List("dnsNames").Texts], addresses = [.. inputs.List("ipAddresses").Texts], uris = [.. inputs.List("uris").Texts];
        foreach (var name in dns) names.AddDnsName(name);
        foreach (var address in addresses) names.AddIpAddress(IPAddress.Parse(address));
        foreach (var uri in uris) names.AddUri(new Uri(uri));
        if (dns.Length + addresses.Length + uris.Length > 0)
            request.CertificateExtensions.Add(names.Build());
        return request;
    }

    /// <summary>Signs what a request asks for. A CA writes the subject anew, without attributes and alternative names that the provider does not know.</summary>
    /// <param name="request">The request.</param>
    /// <param name="inputs">The certificate's arguments: its uses and its kind.</param>
    /// <param name="authority">The CA's certificate; null when the certificate is self-signed.</param>
    /// <param name="key">The key that signs.</param>
    /// <param name="validity">The first and the last moment.</param>
    /// <param name="serial">The serial number.</param>
    /// <exception cref="NotSupportedException">The tls provider refuses the arguments.</exception>
    public static X509Certificate2 Sign(
        CertificateRequest request, RecordedMap inputs, X509Certificate2? authority, PreviewKey key, (DateTime Start, DateTime End) validity, byte[] serial)
    {
        var (isCa, keyIdentifier) = (inputs.Boolean("isCaCertificate") ?? false, new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var setsKeyIdentifier = isCa || (inputs.Boolean("setSubjectKeyId") ?? false);
        var ofAuthority = authority?.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault();
        if (authority is null && inputs.Boolean("setAuthorityKeyId") is true)
            ofAuthority = setsKeyIdentifier ? keyIdentifier : throw new NotSupportedException("setAuthorityKeyId: a self-signed certificate needs setSubjectKeyId or isCaCertificate as well.");

        var subject = authority is null ? request.SubjectName : Subject(ValuesOf(request.SubjectName));
        var certificate = new CertificateRequest(subject, request.PublicKey, key.Hash);
        var extensions = certificate.CertificateExtensions;
        AddUses(extensions, inputs.List("allowedUses").Texts);
        extensions.Add(BasicConstraints(isCa, (int)(inputs.Number("maxPathLength") ?? 0)));
        if (setsKeyIdentifier)
            extensions.Add(keyIdentifier);
        if (ofAuthority is not null)
            extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(ofAuthority));
        if (NamesOf(request) is { } names)
            extensions.Add(names);

        return certificate.Create(authority?.SubjectName ?? subject, key.Signer, validity.Start, validity.End, serial);
    }

    // Values of one attribute share a set.
    private static X500DistinguishedName Subject(IEnumerable<(string Oid, string Value)> values)
    {
        var byOid = values.ToLookup(value => value.Oid, value => value.Value);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (_, oid) in SubjectAttributes.Where(attribute => byOid.Contains(attribute.Oid)))
            {
                using var set = writer.PushSetOf();
                foreach (var value in byOid[oid])
                {
                    using var pair = writer.PushSequence();
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteCharacterString(Encoding(oid, value), value);
                }
            }
        }

        return new(writer.Encode());
    }

    private static UniversalTagNumber Encoding(string oid, string value) =>
        oid == EmailAddress ? UniversalTagNumber.IA5String
        : value.All(character => char.IsAsciiLetterOrDigit(character) || " '()+,-./:=?".Contains(character)) ? UniversalTagNumber.PrintableString
        : UniversalTagNumber.UTF8String;

    // Of a request's common names and serial numbers, the last one counts. Go does not read e-mail addresses, nor text of other types.
    private static List<(string Oid, string Value)> ValuesOf(X500DistinguishedName subject)
    {
        var values = new List<(string Oid, string Value)>();
        for (var sequence = new AsnReader(subject.RawData, AsnEncodingRules.DER).ReadSequence(); sequence.HasData;)
        {
            for (var set = sequence.ReadSetOf(skipSortOrderValidation: true); set.HasData;)
            {
                var pair = set.ReadSequence();
                var oid = pair.ReadObjectIdentifier();
                var type = (UniversalTagNumber)pair.PeekTag().TagValue;
                if (oid == EmailAddress || !TextTypes.Contains(type)) continue;
                if (oid is CommonName or SerialNumber)
                    values.RemoveAll(value => value.Oid == oid);
                values.Add((oid, pair.ReadCharacterString(type)));
            }
        }

        return values;
    }

    private static X509Extension? NamesOf(CertificateRequest request)
    {
        if (request.CertificateExtensions.FirstOrDefault(extension => extension.Oid?.Value == SubjectAlternativeName) is not { } extension)
            return null;

        var names = new List<(int Kind, ReadOnlyMemory<byte> Name)>();
        for (var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence(); sequence.HasData;)
            names.Add((sequence.PeekTag().TagValue, sequence.ReadEncodedValue()));
        names.RemoveAll(name => !NameKinds.Contains(name.Kind));

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (_, name) in names.OrderBy(name => Array.IndexOf(NameKinds, name.Kind)))
                writer.WriteEncodedValue(name.Span);
        }

        return names.Count == 0 ? null : new(SubjectAlternativeName, writer.Encode(), critical: false);
    }

    // The provider takes a length of 0 for "no limit": Go needs a second flag for a real zero.
    private static X509BasicConstraintsExtension BasicConstraints(bool isCa, int pathLength) => pathLength > 0 && !isCa
        ? throw new NotSupportedException("maxPathLength: only a CA certificate can have one.")
        : new(isCa, hasPathLengthConstraint: pathLength > 0, Math.Max(pathLength, 0), critical: true);

    private static void AddUses(Collection<X509Extension> extensions, IEnumerable<string> uses)
    {
        var flags = X509KeyUsageFlags.None;
        var purposes = new OidCollection();
        foreach (var use in uses)
        {
            if (KeyUsage(use) is not X509KeyUsageFlags.None and var flag)
                flags |= flag;
            else
                purposes.Add(new Oid(ExtendedKeyUsage(use)));
        }

        if (flags != X509KeyUsageFlags.None)
            extensions.Add(new X509KeyUsageExtension(flags, critical: true));
        if (purposes.Count > 0)
            extensions.Add(new X509EnhancedKeyUsageExtension(purposes, critical: false));
    }

    private static X509KeyUsageFlags KeyUsage(string use) => use switch
    {
        "digital_signature" => X509KeyUsageFlags.DigitalSignature,
        "content_commitment" => X509KeyUsageFlags.NonRepudiation,
        "key_encipherment" => X509KeyUsageFlags.KeyEncipherment,
        "data_encipherment" => X509KeyUsageFlags.DataEncipherment,
        "key_agreement" => X509KeyUsageFlags.KeyAgreement,
        "cert_signing" => X509KeyUsageFlags.KeyCertSign,
        "crl_signing" => X509KeyUsageFlags.CrlSign,
        "encipher_only" => X509KeyUsageFlags.EncipherOnly,
        "decipher_only" => X509KeyUsageFlags.DecipherOnly,
        _ => X509KeyUsageFlags.None,
    };

    private static string ExtendedKeyUsage(string use) => use switch
    {
        "any_extended" => "2.5.29.37.0",
        "server_auth" => "1.3.6.1.5.5.7.3.1",
        "client_auth" => "1.3.6.1.5.5.7.3.2",
        "code_signing" => "1.3.6.1.5.5.7.3.3",
        "email_protection" => "1.3.6.1.5.5.7.3.4",
        "ipsec_end_system" => "1.3.6.1.5.5.7.3.5",
        "ipsec_tunnel" => "1.3.6.1.5.5.7.3.6",
        "ipsec_user" => "1.3.6.1.5.5.7.3.7",
        "timestamping" => "1.3.6.1.5.5.7.3.8",
        "ocsp_signing" => "1.3.6.1.5.5.7.3.9",
        "microsoft_commercial_code_signing" => "1.3.6.1.4.1.311.2.1.22",
        "microsoft_server_gated_crypto" => "1.3.6.1.4.1.311.10.3.3",
        "microsoft_kernel_code_signing" => "1.3.6.1.4.1.311.61.1.1",
        "netscape_server_gated_crypto" => "2.16.840.1.113730.4.1",
        _ => throw new NotSupportedException($"allowedUses: the tls provider has no use called \"{use}\"."),
    };
}
