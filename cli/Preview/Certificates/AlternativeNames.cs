using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>The subject alternative names that the tls provider knows (RFC 5280, section 4.2.1.6).</summary>
internal sealed record AlternativeNames(ImmutableArray<string> Dns, ImmutableArray<string> Addresses, ImmutableArray<string> Uris)
{
    private const string ExtensionOid = "2.5.29.17";

    private static readonly Asn1Tag DnsTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag AddressTag = new(TagClass.ContextSpecific, 7);

    /// <summary>The names that the arguments of a certificate or a request ask for.</summary>
    public static AlternativeNames FromInputs(RecordedMap inputs) =>
        new([.. inputs.List("dnsNames").Texts], [.. inputs.List("ipAddresses").Texts], [.. inputs.List("uris").Texts]);

    /// <summary>The names that a signing request asks for. E-mail addresses and others are left out, as the provider does.</summary>
    public static AlternativeNames FromRequest(IEnumerable<X509Extension> extensions)
    {
        List<string> dns = [], addresses = [], uris = [];
        foreach (var extension in extensions)
        {
            if (extension.Oid?.Value != ExtensionOid)
                continue;

            var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData)
            {
                var tag = sequence.PeekTag();
                if (tag == DnsTag)
                    dns.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                else if (tag == UriTag)
                    uris.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                else if (tag == AddressTag)
                    addresses.Add(new IPAddress(sequence.ReadOctetString(tag)).ToString());
                else
                    sequence.ReadEncodedValue();
            }
        }

        return new([.. dns], [.. addresses], [.. uris]);
    }

    /// <summary>The extension, or null when there is no name.</summary>
    /// <exception cref="FormatException">An address is none.</exception>
    public X509Extension? Encode()
    {
        if (Dns.IsEmpty && Addresses.IsEmpty && Uris.IsEmpty)
            return null;

        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in Dns)
            builder.AddDnsName(name);
        foreach (var address in Addresses)
            builder.AddIpAddress(IPAddress.Parse(address));
        foreach (var uri in Uris)
            builder.AddUri(new Uri(uri));
        return builder.Build();
    }
}
