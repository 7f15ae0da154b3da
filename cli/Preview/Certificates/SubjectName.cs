using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>
/// A distinguished name as the tls provider writes it: known attributes in a fixed order, the values of one attribute
/// in one set. The provider re-writes the subject of a signing request the same way, and drops attributes that it does
/// not know.
/// </summary>
internal sealed class SubjectName
{
    private const string CommonName = "2.5.4.3";
    private const string SerialNumber = "2.5.4.5";
    private const string EmailAddress = "1.2.840.113549.1.9.1";

    // In the provider's order.
    private static readonly string[] Properties =
    [
        "country", "organization", "organizationalUnit", "locality", "province", "streetAddresses", "postalCode",
        "commonName", "serialNumber", "emailAddress",
    ];

    private static readonly string[] Oids =
    [
        "2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.7", "2.5.4.8", "2.5.4.9", "2.5.4.17",
        CommonName, SerialNumber, EmailAddress,
    ];

    private readonly List<string>[] values = [.. Oids.Select(_ => new List<string>())];

    private SubjectName()
    {
    }

    /// <summary>The name that a <c>subject</c> argument describes.</summary>
    public static SubjectName FromInputs(RecordedMap subject)
    {
        var name = new SubjectName();
        for (var index = 0; index < Properties.Length; index++)
        {
            if (subject[Properties[index]]?.Revealed is RecordedList list)
                name.values[index].AddRange(list.Texts);
            else if (subject.Text(Properties[index]) is { } text)
                name.values[index].Add(text);
        }

        return name;
    }

    /// <summary>The subject of a signing request, as far as the tls provider takes it over.</summary>
    public static SubjectName FromRequest(X500DistinguishedName subject)
    {
        var name = new SubjectName();
        var sequence = new AsnReader(subject.RawData, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf();
            while (set.HasData)
            {
                var pair = set.ReadSequence();
                var oid = pair.ReadObjectIdentifier();
                var value = pair.ReadCharacterString((UniversalTagNumber)pair.PeekTag().TagValue);
                name.Take(oid, value);
            }
        }

        return name;
    }

    /// <summary>The encoded name.</summary>
    public X500DistinguishedName Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            for (var index = 0; index < Oids.Length; index++)
            {
                if (values[index].Count > 0)
                    WriteSet(writer, Oids[index], values[index]);
            }
        }

        return new X500DistinguishedName(writer.Encode());
    }

    private void Take(string oid, string value)
    {
        var index = Array.IndexOf(Oids, oid);
        if (index < 0 || oid == EmailAddress)
            return;
        if (oid is CommonName or SerialNumber)
            values[index].Clear();
        values[index].Add(value);
    }

    private static void WriteSet(AsnWriter writer, string oid, List<string> values)
    {
        using (writer.PushSetOf())
        {
            foreach (var value in values)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteCharacterString(Kind(oid, value), value);
                }
            }
        }
    }

    private static UniversalTagNumber Kind(string oid, string value)
    {
        if (oid == EmailAddress)
            return UniversalTagNumber.IA5String;
        foreach (var character in value)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !" '()+,-./:=?".Contains(character))
                return UniversalTagNumber.UTF8String;
        }

        return UniversalTagNumber.PrintableString;
    }
}
