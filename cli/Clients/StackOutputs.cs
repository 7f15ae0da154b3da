using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using SecureApi.Cli.Commands;
using SecureApi.Common;

namespace SecureApi.Cli.Clients;

/// <summary>What <c>pulumi stack output --json</c> says about clients.</summary>
/// <param name="Certificates">Each client's certificate by name.</param>
internal sealed record StackOutputs(ImmutableSortedDictionary<string, IssuedCertificate> Certificates)
{
    private const string CertificatesKey = "clientCertificates";

    /// <summary>Reads the file.</summary>
    /// <exception cref="CommandException">It cannot be read, or is not what the command writes.</exception>
    public static StackOutputs Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty(CertificatesKey, out var clients)
                || clients.ValueKind != JsonValueKind.Object)
            {
                throw new CommandException($"{path} has no output \"{CertificatesKey}\": write it with `pulumi stack output --json > {Path.GetFileName(path)}`.");
            }

            return new StackOutputs(clients.EnumerateObject().ToSortedMap(
                client => client.Name, client => IssuedCertificate.Read(client.Value.GetString()!)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"Cannot read {path}: {error.Message}", error);
        }
        catch (Exception error) when (error is JsonException or CryptographicException or FormatException or InvalidOperationException)
        {
            throw new CommandException($"{path} is not what `pulumi stack output --json` writes: {error.Message}", error);
        }
    }
}
