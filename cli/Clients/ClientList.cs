using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SecureApi.Cli.Commands;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Clients;

/// <summary>The registered clients and how each one stands.</summary>
/// <param name="settings">The registry and the revocations.</param>
/// <param name="outputs">The outputs of the deployed stack; null when none were given.</param>
/// <param name="now">The moment to count from.</param>
internal sealed class ClientList(MutualTlsConfig settings, StackOutputs? outputs, DateTimeOffset now)
{
    /// <summary>A table for each client, those that left the registry but have a certificate included.</summary>
    public IEnumerable<DetailsTable> Tables()
    {
        foreach (var (name, client) in settings.Clients) yield return Registered(name, client);
        if (outputs is null) yield break;
        foreach (var (name, certificate) in outputs.Certificates)
        {
            if (!settings.Clients.ContainsKey(name)) yield return Left(name, certificate);
        }
    }

    private DetailsTable Registered(string name, ClientConfig client)
    {
        var certificate = outputs?.Certificates.GetValueOrDefault(name);
        var state = State(name, client, certificate);
        var facts = ImmutableArray.CreateBuilder<(string, string)>();
        facts.Add(("State", state));
        if (certificate is not null) AddCertificate(facts, certificate);
        facts.Add(("Key", KeyOf(client)));
        facts.Add(("Paths", client.PathPrefixes.IsEmpty ? "all" : string.Join(", ", client.PathPrefixes)));
        facts.Add(("Contact", client.Contact));
        return new DetailsTable(name, facts.ToImmutable(), client.GenerateKey ? ["The stack made and holds this client's private key."] : []);
    }

    private DetailsTable Left(string name, IssuedCertificate certificate)
    {
        var facts = ImmutableArray.CreateBuilder<(string, string)>();
        facts.Add(("State", IsRevoked(name, certificate) ? "revoked, and no longer registered" : "no longer registered"));
        AddCertificate(facts, certificate);
        ImmutableArray<string> warnings = IsRevoked(name, certificate)
            ? []
            : [$"Its certificate stays good until its end. To refuse it, add to revocations: {{client: {name}, serial: \"{certificate.Serial}\", date: {now.UtcDateTime:yyyy-MM-dd}}}"];
        return new DetailsTable(name, facts.ToImmutable(), warnings);
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

/// <summary>What <c>pulumi stack output --json</c> says about clients.</summary>
/// <param name="Certificates">Each client's certificate by name.</param>
internal sealed record StackOutputs(ImmutableSortedDictionary<string, IssuedCertificate> Certificates)
{
    private const string CertificatesKey = "clientCertificates";

    /// <summary>Reads the file.</summary>
    /// <exception cref="UserException">It cannot be read, or is not what the command writes.</exception>
    public static StackOutputs Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty(CertificatesKey, out var clients)
                || clients.ValueKind != JsonValueKind.Object)
            {
                throw new UserException($"{path} has no output \"{CertificatesKey}\": write it with `pulumi stack output --json > {Path.GetFileName(path)}`.");
            }

            return new StackOutputs(clients.EnumerateObject().ToImmutableSortedDictionary(
                client => client.Name, client => IssuedCertificate.Read(client.Value.GetString()!), StringComparer.Ordinal));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"Cannot read {path}: {error.Message}", error);
        }
        catch (Exception error) when (error is JsonException or CryptographicException or FormatException or InvalidOperationException)
        {
            throw new UserException($"{path} is not what `pulumi stack output --json` writes: {error.Message}", error);
        }
    }
}

/// <summary>What a list of clients needs of a certificate.</summary>
/// <param name="Serial">Its serial number.</param>
/// <param name="Issuer">Who signed.</param>
/// <param name="Start">The first moment.</param>
/// <param name="End">The last moment.</param>
internal sealed record IssuedCertificate(string Serial, string Issuer, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Reads a certificate in PEM.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is none.</exception>
    public static IssuedCertificate Read(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return new IssuedCertificate(
            RevocationList.SerialOf(pem), certificate.Issuer, new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
    }
}

/// <summary>Days and times for people.</summary>
internal static class TimeText
{
    /// <summary>A moment, UTC.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Whole days left, less than zero after the end.</summary>
    public static int DaysLeft(DateTimeOffset end, DateTimeOffset now) => (int)Math.Floor((end - now).TotalDays);

    /// <summary>What the days mean now: <c>300 days left</c>, <c>expired 3 days ago</c>, <c>not yet valid</c>.</summary>
    public static string State(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        if (now < start) return "not valid yet";
        var days = DaysLeft(end, now);
        return now >= end ? $"expired {Count(-days)} ago" : $"{Count(days)} left";
    }

    /// <summary>A number of days.</summary>
    public static string Count(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} {(days == 1 ? "day" : "days")}");
}
