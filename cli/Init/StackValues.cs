using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;

namespace SecureApi.Cli.Init;

/// <summary>What makes the sample a stack of one's own.</summary>
internal sealed partial record StackValues
{
    private const string SampleClient = "acme";

    /// <summary>The domain that clients call.</summary>
    public required string Domain { get; init; }

    /// <summary>The public hosted zone of the domain.</summary>
    public required string HostedZoneId { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The organization in the private CA's name. It cannot change later without new certificates for all clients.</summary>
    public required string Organization { get; init; }

    /// <summary>Its country, ISO 3166-1; null leaves it out.</summary>
    public string? Country { get; init; }

    /// <summary>Who hears of alarms.</summary>
    public required ImmutableArray<string> Emails { get; init; }

    /// <summary>The repository on GitHub that deploys the stack; null without GitHub Actions.</summary>
    public string? Repository { get; init; }

    /// <summary>The stack's file with these values, and without the sample client.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="project">The project's name, which the keys begin with.</param>
    /// <param name="today">The day of the first revocation list.</param>
    public string ApplyTo(string text, string project, DateOnly today)
    {
        // A project made by `pulumi new` has a name of its own; the sample's keys do not know it.
        var edit = new YamlEdit(SampleKey().Replace(text, $"{project}:"));
        string Key(string name) => $"{project}:{name}";
        edit.Set(Region, "config", "aws:region");
        if (AwsRegion.TryParse(Region, out var region))
            edit.Set($"[{string.Join(", ", region.ZoneNames.Take(Math.Min(3, region.ZoneNames.Length)))}]", "config", Key("network"), "availabilityZones");
        edit.Set(Domain, "config", Key("edge"), "domain");
        edit.Set(HostedZoneId, "config", Key("edge"), "hostedZoneId");
        edit.Set(Quoted(Organization), "config", Key("mtls"), "ca", "organization");
        if (Country is null) edit.Remove("config", Key("mtls"), "ca", "country");
        else edit.Set(Quoted(Country), "config", Key("mtls"), "ca", "country");
        // The first time alone: a later change of the list needs a higher number too.
        if (edit.Has("config", Key("mtls"), "clients", SampleClient))
        {
            edit.Remove("config", Key("mtls"), "clients", SampleClient);
            edit.Set($"{today:yyyy-MM-dd}", "config", Key("mtls"), "crl", "thisUpdate");
        }

        edit.Set(Quoted(Emails[0]), "config", Key("mtls"), "clients", "smoke-test", "contact");
        edit.Set($"[{string.Join(", ", Emails.Select(Quoted))}]", "config", Key("alarms"), "emails");
        if (Repository is not null) edit.Set($"{{repository: {Quoted(Repository)}}}", "config", Key("github"));
        return edit.Text;
    }

    /// <summary>Checks the edited file as a deployment would.</summary>
    /// <param name="project">The project's folder.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="text">The edited text.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ConfigException">Every error of the new settings.</exception>
    public static StackConfig Check(string project, string stack, string text, TimeProvider clock)
    {
        var folder = Directory.CreateTempSubdirectory("secure-api-init-");
        try
        {
            File.Copy(Path.Combine(project, StackFileReader.ProjectFileName), Path.Combine(folder.FullName, StackFileReader.ProjectFileName));
            File.WriteAllText(Path.Combine(folder.FullName, $"Pulumi.{stack}.yaml"), text);
            return StackConfiguration.FromEngine(StackFileReader.Read(folder.FullName, stack), clock);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Single quotes: the only character with a meaning between them is the quote itself.
    private static string Quoted(string value) => Plain().IsMatch(value) ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9@._/-]*( [A-Za-z0-9@._/-]+)*$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\bsecure-api:(?=[a-z])")]
    private static partial Regex SampleKey();
}
