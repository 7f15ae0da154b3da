using System.Collections.Immutable;
using SecureApi.Common;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Clients;

/// <summary>The registered clients and how each one stands.</summary>
/// <param name="settings">The registry and the revocations.</param>
/// <param name="outputs">What is deployed; null when nobody said.</param>
/// <param name="now">The moment to count from.</param>
internal sealed class ClientRegister(MutualTlsConfig settings, StackOutputs? outputs, DateTimeOffset now)
{
    /// <summary>A sheet for each client, those that left the registry but have a certificate included.</summary>
    public IEnumerable<FactSheet> Sheets()
    {
        foreach (var (name, client) in settings.Clients) yield return Registered(name, client);
        foreach (var (name, certificate) in outputs?.Certificates ?? SortedMaps.Empty<IssuedCertificate>())
        {
            if (!settings.Clients.ContainsKey(name)) yield return Left(name, certificate);
        }
    }

    private FactSheet Registered(string name, ClientConfig client)
    {
        var certificate = outputs?.Certificates.GetValueOrDefault(name);
        var state = State(name, client, certificate);
        var facts = ImmutableArray.CreateBuilder<(string, string)>();
        facts.Add(("State", state));
        if (certificate is not null) AddCertificate(facts, certificate);
        facts.Add(("Key", KeyOf(client)));
        facts.Add(("Paths", client.PathPrefixes.IsEmpty ? "all" : string.Join(", ", client.PathPrefixes)));
        facts.Add(("Contact", client.Contact));
        return new FactSheet(name, facts.ToImmutable(), client.GenerateKey ? ["The stack made and holds this client's private key."] : []);
    }

    private FactSheet Left(string name, IssuedCertificate certificate)
    {
        var facts = ImmutableArray.CreateBuilder<(string, string)>();
        facts.Add(("State", IsRevoked(name, certificate) ? "revoked, and no longer registered" : "no longer registered"));
        AddCertificate(facts, certificate);
        ImmutableArray<string> warnings = IsRevoked(name, certificate)
            ? []
            : [$"Its certificate stays good until its end. To refuse it, add to revocations: {{client: {name}, serial: \"{certificate.Serial}\", date: {now.UtcDateTime:yyyy-MM-dd}}}"];
        return new FactSheet(name, facts.ToImmutable(), warnings);
    }

    private static void AddCertificate(ImmutableArray<(string, string)>.Builder facts, IssuedCertificate certificate)
    {
        facts.Add(("Serial", certificate.Serial));
        facts.Add(("Valid", $"{TimeText.Moment(certificate.Start)} to {TimeText.Moment(certificate.End)}"));
        facts.Add(("Issued by", certificate.Issuer));
    }

    private string State(string name, ClientConfig client, IssuedCertificate? certificate)
    {
        if (IsRevoked(name, certificate)) return "revoked";
        if (outputs is null) return $"registered for {TimeText.Count(client.ValidityDays)}; give --outputs to see its certificate";
        if (certificate is null) return "registered, not deployed yet";
        if (now >= certificate.End) return TimeText.State(certificate.Start, certificate.End, now);
        var days = TimeText.DaysLeft(certificate.End, now);
        return days <= client.RenewBeforeDays ? $"to be renewed by the next deployment: {TimeText.Count(days)} left" : $"good: {TimeText.Count(days)} left";
    }

    private bool IsRevoked(string name, IssuedCertificate? certificate) => settings.Revocations.Any(revocation =>
        revocation.Client == name
        || (certificate is not null && revocation.Serial is { } serial && RevocationList.NormalizeSerial(serial) == certificate.Serial));

    private static string KeyOf(ClientConfig client) =>
        client.CertificateSigningRequest is { } pem && SigningRequest.TryRead(pem, out var request, out _)
            ? $"{request.KeyDescription}, made by the client"
            : "ECDSA P-256, made by the stack";
}
