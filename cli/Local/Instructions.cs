using SecureApi.Cli.Preview.Terminal;

namespace SecureApi.Cli.Local;

/// <summary>What the screen says: how to call what runs, as lines to paste.</summary>
internal static class Instructions
{
    private const string Path = "/v1/whoami";

    /// <summary>Writes the files that the lines name.</summary>
    public static void WriteFiles(LocalRun run)
    {
        run.Folder.Make("clients");
        foreach (var client in run.Stack.Clients)
        {
            run.Folder.Write(System.IO.Path.Combine("clients", $"{client.Name}.pem"), client.CertificatePem);
            run.Folder.Write(System.IO.Path.Combine("clients", $"{client.Name}.key"), client.KeyPem);
        }

        run.Folder.Write("edge.pem", run.Certificate.CertificatePem);
        run.Folder.Write("ca.pem", run.Stack.CaBundle);
    }

    /// <summary>What a reader has to know before anything is started.</summary>
    public static void ShowNotes(LocalRun run)
    {
        foreach (var service in run.Stack.Services)
        {
            if (!run.HasImage(service.Name))
                run.Screen.WriteLine(Tone.Warning, $"! {service.Name}: there is no {System.IO.Path.Combine(run.ImageFolder(service.Name), "Dockerfile")}, so it does not run and its paths answer 502.");
            if (!service.UnknownSecrets.IsEmpty)
                run.Screen.WriteLine(Tone.Warning, $"! {service.Name} starts without {string.Join(", ", service.UnknownSecrets)}: no file holds the value. Set an environment variable of that name to give one.");
        }

        run.Screen.Flush();
    }

    /// <summary>The lines to paste.</summary>
    /// <param name="run">What runs.</param>
    /// <param name="heading">What is said above them.</param>
    public static void Show(LocalRun run, string heading)
    {
        var (screen, folder, port) = (run.Screen, run.Folder, run.Ports.Balancer);
        var url = $"https://127.0.0.1:{port}{Path}";
        var edge = $"curl --cacert {Quoted(folder.At("edge.pem"))}";
        screen.WriteLine();
        screen.WriteLine(Tone.Heading, heading);
        screen.WriteLine();
        screen.WriteLine(Tone.Muted, "With a client certificate: 200, and who you are");
        screen.WriteLine(Tone.Value, $"  {edge} {Credential(folder, LocalStack.Developer)} {url}");
        screen.WriteLine(Tone.Muted, run.Stack.Listener.Verifies
            ? "Without one: the load balancer ends the connection, without an answer"
            : "Without one: the gateway answers 403");
        screen.WriteLine(Tone.Value, $"  {edge} {url}");
        if (run.Stack.Listener.Verifies)
        {
            screen.WriteLine(Tone.Muted, "Without one, past the load balancer: the gateway checks for itself and answers 403");
            screen.WriteLine(Tone.Value, $"  curl --cacert {Quoted(folder.At("ca.pem"))} --resolve {Gateway(run)}:127.0.0.1 https://{Gateway(run)}{Path}");
        }

        var others = run.Stack.Clients.Where(client => client.Name != LocalStack.Developer).Select(client => client.Name).ToList();
        if (others.Count > 0)
            screen.WriteLine(Tone.Muted, $"Clients of the registry, each with its own paths: {string.Join(", ", others)} (in {folder.At("clients")})");
        screen.WriteLine();
        screen.Flush();
    }

    private static string Credential(RunFolder folder, string client) =>
        $"--cert {Quoted(folder.At("clients", $"{client}.pem"))} --key {Quoted(folder.At("clients", $"{client}.key"))}";

    // The name in the gateway's own certificate.
    private static string Gateway(LocalRun run) => $"{run.Stack.GatewayHost}:{run.Ports.Gateway}";

    private static string Quoted(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-".Contains(character)) ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
