using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Configuration;
using SecureApi.PrivateCa;
using SecureApi.Tests.Images.Gateway.Certificates;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

public sealed class RevocationListTests
{
    private static readonly RevocationListConfig Head = new() { Number = 7, ThisUpdate = new DateOnly(2026, 7, 25), ValidityDays = 30 };

    // The longest name that the settings allow.
    private static readonly Lazy<TestAuthority> Authority = new(() => TestAuthority.Root(CertificateProfile.Authority("x") with
    {
        Subject = $"CN={new string('n', 56)} abcdef, O={new string('o', 64)}, C=IE",
        Key = () => RSA.Create(3072),
    }));

    [Fact]
    public void Build_SameSettingsInAnotherOrder_GivesTheSameText()
    {
        var entries = Entries(5).ToList();
        Assert.Equal(Build(entries), Build(Enumerable.Reverse(entries)));
    }

    [Fact]
    public void Build_AnyChangeOfTheHead_GivesAnotherText()
    {
        var text = Build(Entries(1));
        Assert.NotEqual(text, Build(Entries(1), Head with { Number = 8 }));
        Assert.NotEqual(text, Build(Entries(1), Head with { ThisUpdate = new DateOnly(2026, 7, 26) }));
        Assert.NotEqual(text, Build(Entries(1), Head with { ValidityDays = 31 }));
    }

    [Fact]
    public void Build_NumberAndTimes_AreThoseOfTheSettings()
    {
        CertificateRevocationListBuilder.Load(PemEncoding.Find(Build([])) is var fields ? Convert.FromBase64String(Build([])[fields.Base64Data]) : [], out var number, out _);
        Assert.Equal(7, number);
    }

    [Theory]
    [InlineData(X509RevocationReason.Unspecified, null)]
    [InlineData(X509RevocationReason.KeyCompromise, "Key Compromise")]
    [InlineData(X509RevocationReason.AffiliationChanged, "Affiliation Changed")]
    [InlineData(X509RevocationReason.Superseded, "Superseded")]
    [InlineData(X509RevocationReason.CessationOfOperation, "Cessation Of Operation")]
    [InlineData(X509RevocationReason.CertificateHold, "Certificate Hold")]
    [InlineData(X509RevocationReason.PrivilegeWithdrawn, "Privilege Withdrawn")]
    public async Task Build_EachReason_IsTheOneThatOpenSslReads(X509RevocationReason reason, string? text)
    {
        var (_, output) = await OpenSsl.Run("crl -text -noout -in {0}", Build([Entry(1, reason)]));
        Assert.Contains("Jul 25 00:00:00 2026 GMT", output, StringComparison.Ordinal);
        Assert.Contains("Aug 24 00:00:00 2026 GMT", output, StringComparison.Ordinal);
        if (text is null) Assert.DoesNotContain("Reason", output, StringComparison.Ordinal);
        else Assert.Contains(text, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(859)]
    public void Build_LongestEntries_StayInsideTheBoundsThatTheValidatorCountsWith(int entries)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(Build(Entries(entries)));
        Assert.InRange(json.Length, 1, RevocationList.MaxHeadBytes + (entries * RevocationList.MaxEntryBytes));
    }

    [Theory]
    [InlineData("4a3f", "4a3f")]
    [InlineData("4A:3F:00", "4a3f00")]
    [InlineData("0004a3f", "4a3f")]
    [InlineData("f0", "00f0")]
    [InlineData("a", "0a")]
    public void SerialNumber_InAnyNotation_IsRead(string text, string expected)
    {
        var serial = RevocationList.NormalizeSerial(text);
        Assert.Equal(expected, serial);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0x4a")]
    [InlineData("12 34")]
    [InlineData("11223344556677889900112233445566778899001")]
    public void SerialNumber_ThatIsNone_IsRefused(string text) =>
        Assert.False(Setting.Of(typeof(RevocationConfig)).Single(setting => setting.Key == "serial").ValueRules.Single().IsValid(text));

    private static string Build(IEnumerable<RevokedCertificate> entries, RevocationListConfig? head = null) => RevocationList.Build(
        Authority.Value.Pem, Authority.Value.Credential.KeyPem, head ?? Head, entries);

    private static IEnumerable<RevokedCertificate> Entries(int count) =>
        Enumerable.Range(0, count).Select(index => Entry(index, X509RevocationReason.PrivilegeWithdrawn));

    private static RevokedCertificate Entry(int index, X509RevocationReason reason) =>
        new($"7fffffffffffffffffffffffffffffffffff{index:x4}", Head.Start, reason);
}
