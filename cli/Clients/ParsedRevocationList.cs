using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Cli.Clients;

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
