using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Preview.Recording;

namespace SecureApi.Preview.Certificates;

/// <summary>
/// A distinguished name as the tls provider writes it: known attributes in a fixed order, the values of one attribute
/// in one set. The provider re-writes the subject of a signing request the same way, and drops attributes that it does
/// not know.
/// </summary>
internal sealed class SubjectName
{
    private const string EmailAddress = "1.2.840.113549.1.9.1";

    private static readonly (string Property, string Oid)[] Attributes =
    [
        ("country", "2.5.4.6"),
        ("organization", "2.5.4.10"),
        ("organizationalUnit", "2.5.4.11"),
        ("locality", "2.5.4.7"),
        ("province", "2.5.4.8"),
        ("streetAddresses", "2.5.4.9"),
        ("postalCode", "2.5.4.17"),
        ("commonName", "2.5.4.3"),
        ("serialNumber", "2.5.4.5"),
        ("emailAddress", EmailAddress),
    ];

    private readonly List<string>[] values;

    private SubjectName(Func<int, IEnumerable<string>> valuesOf) =>
        values = [.. Attributes.Select((_, index) => valuesOf(index).ToList())];

    /// <summary>The name that a <c>subject</c> argument describes.</summary>
    public static SubjectName FromInputs(RecordedMap subject) => new(index =>
        subject[Attributes[index].Property]?.Revealed switch
        {
            RecordedText text => [text.Value],
            RecordedList list => list.Texts,
            _ => [],
        });

    /// <summary>The subject of a signing request, as far as the tls provider takes it over.</summary>
    public static SubjectName FromRequest(X500DistinguishedName subject)
    {
        var found = Read(subject.RawData).ToLookup(pair => pair.Oid, pair => pair.Value);
        return new(index => Attributes[index] switch
        {
            (_, EmailAddress) => [],
            ("commonName" or "serialNumber", var oid) => found[oid].TakeLast(1),
            (_, var oid) => found[oid],
        });
    }

    /// <summary>The encoded name.</summary>
    public X500DistinguishedName Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            for (var index = 0; index < Attributes.Length; index++)
            {
                if (values[index].Count > 0)
                    WriteSet(writer, Attributes[index].Oid, values[index]);
            }
        }

        return new X500DistinguishedName(writer.Encode());
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

    private static UniversalTagNumber Kind(string oid, string value) =>
        oid == EmailAddress ? UniversalTagNumber.IA5String
        : value.All(c => char.IsAsciiLetterOrDigit(c) || " '()+,-./:=?".Contains(c)) ? UniversalTagNumber.PrintableString
        : UniversalTagNumber.UTF8String;

    private static IEnumerable<(string Oid, string Value)> Read(byte[] name)
    {
        var sequence = new AsnReader(name, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf();
            while (set.HasData)
            {
                var pair = set.ReadSequence();
                var oid = pair.ReadObjectIdentifier();
                var kind = (UniversalTagNumber)pair.PeekTag().TagValue;
                yield return (oid, pair.ReadCharacterString(kind));
            }
        }
    }
}
