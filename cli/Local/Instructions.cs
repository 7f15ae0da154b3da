using SecureApi.Cli.Commands;
using Spectre.Console;

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
                run.Console.WriteLine($"! {service.Name}: there is no {System.IO.Path.Combine(run.ImageFolder(service.Name), "Dockerfile")}, so it does not run and its paths answer 502.", Styles.Warning);
            if (!service.UnknownSecrets.IsEmpty)
                run.Console.WriteLine($"! {service.Name} starts without {string.Join(", ", service.UnknownSecrets)}: no file holds the value. Set an environment variable of that name to give one.", Styles.Warning);
        }
    }

    /// <summary>The lines to paste.</summary>
    /// <param name="run">What runs.</param>
    /// <param name="heading">What is said above them.</param>
    public static void Show(LocalRun run, string heading)
    {
        var (console, folder, port) = (run.Console, run.Folder, run.Ports.Balancer);
        var url = $"https://127.0.0.1:{port}{Path}";
        var edge = $"curl --cacert {Quoted(folder.At("edge.pem"))}";
        console.WriteLine();
        console.WriteLine(heading, Styles.Heading);
        console.WriteLine();
        console.WriteLine("With a client certificate: 200, and who you are", Styles.Muted);
        console.WriteLine($"  {edge} {Credential(folder, LocalStack.Developer)} {url}", Styles.Value);
        console.WriteLine(
            run.Stack.Listener.Verifies ? "Without one: the load balancer ends the connection, without an answer" : "Without one: the gateway answers 403",
            Styles.Muted);
        console.WriteLine($"  {edge} {url}", Styles.Value);
        if (run.Stack.Listener.Verifies)
        {
            console.WriteLine("Without one, past the load balancer: the gateway checks for itself and answers 403", Styles.Muted);
            console.WriteLine($"  curl --cacert {Quoted(folder.At("ca.pem"))} --resolve {Gateway(run)}:127.0.0.1 https://{Gateway(run)}{Path}", Styles.Value);
        }

        var others = run.Stack.Clients.Where(client => client.Name != LocalStack.Developer).Select(client => client.Name).ToList();
        if (others.Count > 0)
            console.WriteLine($"Clients of the registry, each with its own paths: {string.Join(", ", others)} (in {folder.At("clients")})", Styles.Muted);
        console.WriteLine();
    }

    private static string Credential(RunFolder folder, string client) =>
        $"--cert {Quoted(folder.At("clients", $"{client}.pem"))} --key {Quoted(folder.At("clients", $"{client}.key"))}";

    // The name in the gateway's own certificate.
    private static string Gateway(LocalRun run) => $"{run.Stack.GatewayHost}:{run.Ports.Gateway}";

    private static string Quoted(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-".Contains(character)) ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
