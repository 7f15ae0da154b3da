using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>Every client brings a sound request with a key of its own, or the settings say loudly that the stack makes the key.</summary>
internal sealed class ClientRequestsRule : ISettingsRule
{
    private const string Request = "certificateSigningRequest";

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, client) in settings.Mtls.Clients)
        {
            string[] path = ["mtls", "clients", name, Request];
            if (faults.IsBroken(path)) continue;
            if (client.CertificateSigningRequest is null)
            {
                if (client.GenerateKey) continue;
                faults.Add(
                    path,
                    $"{name} needs a request from its owner (openssl req -new -newkey rsa:3072 -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr), or generateKey: true, with which this stack makes and holds the private key",
                    "generateKey: true");
            }
            else if (client.GenerateKey)
            {
                faults.Add(["mtls", "clients", name, "generateKey"], $"{name} brings its own key: leave generateKey out", "generateKey: false");
            }
            else if (!SigningRequest.TryRead(client.CertificateSigningRequest, out var request, out var problem))
            {
                faults.Add(path, $"for {name}: {problem}", $"{Request}: |  # and the PEM text below, indented");
            }
            else if (request.CommonNames is not [var commonName] || commonName != name)
            {
                // The CA signs the subject of the request as it stands, and the gateway goes by the common name.
                faults.Add(
                    path,
                    $"for {name}: a subject whose one common name is {name}, not \"{request.Subject}\": the client must ask again (openssl req -new -key {name}.key -subj /CN={name} -out {name}.csr), or be registered under the name that it asks for",
                    $"{Request}: |  # and the PEM text below, indented");
            }
            else if (!owners.TryAdd(request.KeyFingerprint, name))
            {
                faults.Add(path, $"a key of its own: {name} and {owners[request.KeyFingerprint]} have the same; each must make one", $"{Request}: |  # and the PEM text below, indented");
            }
        }
    }
}
