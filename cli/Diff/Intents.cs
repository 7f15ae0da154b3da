using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Diff;

/// <summary>Changes with one cause.</summary>
/// <param name="Title">What is meant by them.</param>
/// <param name="Changes">The changes.</param>
internal sealed record Intent(string Title, List<ResourceChange> Changes);

/// <summary>
/// Sorts changes by what a person meant by them: a service more or less, a client, an image, settings of a service, the network's
/// range. What is left goes by component.
/// </summary>
internal sealed class Intents
{
    /// <summary>The type of a service.</summary>
    public const string Service = "aws:ecs/service:Service";

    private const string TaskDefinition = "aws:ecs/taskDefinition:TaskDefinition";
    private const string Certificate = "tls:index/locallySignedCert:LocallySignedCert";
    private const string Clients = "secure-api:private-ca:ClientCertificates";
    private const string Lists = "secure-api:private-ca:RevocationLists";
    private const string FargateService = "secure-api:ecs:FargateService";
    private const string Rules = "GATEWAY_CLIENT_RULES";
    private const int MostNames = 3;

    private readonly StackDiff diff;
    private readonly List<ResourceChange> left;
    private readonly List<Intent> found = [];

    private Intents(StackDiff diff, IEnumerable<ResourceChange> changes)
    {
        (this.diff, left) = (diff, [.. changes]);
        FindServices(ChangeKind.Create, "+");
        FindServices(ChangeKind.Delete, "-");
        FindClients();
        FindNetworkRange();
        FindServiceSettings();
        FindTags();
        FindComponents();
    }

    /// <summary>The intents that the changes show, those of people's words first.</summary>
    public static List<Intent> Of(StackDiff diff, IEnumerable<ResourceChange> changes) => new Intents(diff, changes).found;

    // All that a service brings has its name as a part of the own one.
    private void FindServices(ChangeKind kind, string sign)
    {
        var names = left.Where(change => change.Kind == kind && change.Resource.Type == Service).Select(change => ServiceName(change.Resource)).ToList();
        if (names.Count == 0)
            return;
        var byName = names.ToDictionary(name => name, name => new List<ResourceChange>(), StringComparer.Ordinal);
        foreach (var change in left.Where(change => change.Kind == kind).ToList())
        {
            // Of two services whose names fit, the longer one.
            var owner = names.Where(name => Has(change.Resource, name)).MaxBy(name => name.Length);
            if (owner is null)
                continue;
            byName[owner].Add(change);
            left.Remove(change);
        }

        if (names.Count > MostNames)
        {
            found.Add(new($"{sign}{names.Count} services {Enumerate(names)}: {byName.Values.Sum(changes => changes.Count)} resources", [.. byName.Values.SelectMany(changes => changes)]));
            return;
        }

        foreach (var (name, changes) in byName)
            found.Add(new($"{sign}1 service {name}: {changes.Count} resources", changes));
    }

    private static string ServiceName(RecordedResource service) => service.Inputs.Text("name") ?? service.Name;

    private static bool Has(RecordedResource resource, string service)
    {
        var root = resource;
        while (root.Parent is { Parent: not null } parent)
            root = parent;
        var name = resource.Name.StartsWith($"{root.Name}-", StringComparison.Ordinal) ? resource.Name[root.Name.Length..] : $"-{resource.Name}";
        return resource.Type != "aws:ec2/vpcEndpoint:VpcEndpoint" && $"{name}-".Contains($"-{service}-", StringComparison.Ordinal);
    }

    private void FindClients()
    {
        var parts = new List<string>();
        var changes = left.Where(change => IsWithin(change.Resource, Clients) || IsWithin(change.Resource, Lists)).ToList();
        var (before, after) = (RulesOf(diff.Before), RulesOf(diff.After));
        var revoked = Names(after.List("revoked")).Except(Names(before.List("revoked")), StringComparer.Ordinal).ToList();
        var restored = Names(before.List("revoked")).Except(Names(after.List("revoked")), StringComparer.Ordinal).ToList();
        var come = ClientsOf(changes, ChangeKind.Create);
        var gone = ClientsOf(changes, ChangeKind.Delete);
        var renewed = ClientsOf(changes, ChangeKind.Replace);
        var (rulesBefore, rulesAfter) = (before.Map("clients"), after.Map("clients"));
        var paths = rulesAfter.Names.Where(name => rulesBefore[name] is { } rule && rule != rulesAfter[name]).ToList();
        Say(come, "+", "client");
        Say(gone, "-", "client");
        Say(revoked, "", "client", " revoked");
        Say(restored.Except(gone, StringComparer.Ordinal).ToList(), "", "client", " no longer revoked");
        Say(renewed, "", "client", " renewed");
        Say(paths, "", "client", " gets other paths");
        if (parts.Count == 0 && changes.Count == 0)
            return;
        if (parts.Count == 0)
            parts.Add(changes.Exists(change => IsWithin(change.Resource, Lists)) ? "revocation lists" : "clients");

        // The gateway's own part, when nothing else is behind it.
        var task = left.Find(change => change.Resource.Type == TaskDefinition && change.Values.Any(value => value.Path.Contains(Rules, StringComparison.Ordinal)));
        if (task is not null && task.Values.All(value => value.Path.Contains(Rules, StringComparison.Ordinal) || value.Note.Length > 0))
            changes.AddRange(left.Where(change => change == task || (change.Resource.Type == Service && change.Resource.Parent == task.Resource.Parent)));
        changes.AddRange(left.Where(change => change.Resource.Type.StartsWith("aws:secretsmanager/", StringComparison.Ordinal) && IsWithin(change.Resource, "secure-api:gateway:GatewayEnvironment")));
        var effects = new List<string>();
        if (changes.Exists(change => IsWithin(change.Resource, Lists)))
            effects.Add("lists");
        if (changes.Find(change => change.Resource.Type == Service && Rolls(change)) is { } service)
            effects.Add($"{ServiceName(service.Resource)} rolls");
        Take($"{string.Join("; ", parts)}{(effects.Count > 0 ? $": {string.Join(", ", effects)}" : "")}", changes);

        void Say(IReadOnlyCollection<string> names, string sign, string one, string what = "")
        {
            if (names.Count > 0)
                parts.Add($"{sign}{(sign.Length > 0 ? $"{names.Count} " : "")}{one}{(names.Count == 1 ? "" : "s")} {Enumerate(names)}{(names.Count > 1 ? what.Replace(" gets ", " get ", StringComparison.Ordinal) : what)}");
        }
    }

    private static List<string> ClientsOf(IEnumerable<ResourceChange> changes, ChangeKind kind) =>
        [.. changes.Where(change => change.Kind == kind && change.Resource.Type == Certificate && IsWithin(change.Resource, Clients)).Select(change => ClientName(change.Resource))];

    private static string ClientName(RecordedResource certificate)
    {
        var name = ShortName.WithinParent(certificate);
        return name.StartsWith("client-", StringComparison.Ordinal) ? name["client-".Length..] : name;
    }

    private static IEnumerable<string> Names(RecordedList list) => list.Select(item => item.ToString()!);

    // What the gateway is told about clients, in a variable of its container.
    private static RecordedMap RulesOf(ComparableStack stack) =>
        stack.Resources.Values.Where(resource => resource.Resource.Type == TaskDefinition)
            .SelectMany(task => task.Inputs.List("containerDefinitions").Maps)
            .SelectMany(container => container.List("environment").Maps)
            .Where(variable => variable.Text("name") == Rules)
            .Select(variable => variable.Map("value"))
            .FirstOrDefault() ?? RecordedMap.Empty;

    private void FindNetworkRange()
    {
        var vpc = left.Find(change => change.Resource.Type == "aws:ec2/vpc:Vpc" && change.Kind == ChangeKind.Replace);
        if (vpc?.Values.FirstOrDefault(value => value.Path == "cidrBlock") is not { } range)
            return;
        var changes = left.Where(change => !IsWithin(change.Resource, FargateService)
            && (change == vpc || change.IsConsequence || IsWithin(change.Resource, "secure-api:network:VpcNetwork") || (change.Kind == ChangeKind.Replace && change.Values.Any(value => value.Note.Length > 0)))).ToList();
        Take($"address range {range.Before} to {range.After}: the VPC is replaced, and {changes.Count - 1} resources with it", changes);
    }

    // A service that stays: its image, its settings, its number of tasks.
    private void FindServiceSettings()
    {
        foreach (var service in left.Where(change => IsWithin(change.Resource, FargateService)).GroupBy(change => Above(change.Resource, FargateService)!.Urn).ToList())
        {
            var changes = service.ToList();
            var component = Above(changes[0].Resource, FargateService)!;
            var name = ShortName.WithinParent(component) is { Length: > 0 } own ? own : component.Name;
            var values = changes.SelectMany(change => change.Values).ToList();
            var parts = new List<string>();
            if (values.Exists(value => value.Path.EndsWith(".image", StringComparison.Ordinal)))
                parts.Add("new image");
            var settings = values.Select(value => Between(value.Path, ".environment[name=", "]")).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            if (settings.Count > 0)
                parts.Add($"settings {Enumerate(settings)}");
            foreach (var size in values.Where(value => value.Path is "cpu" or "memory" && value.Note.Length == 0))
                parts.Add($"{size.Path} {size.Before} to {size.After}");
            if (values.Exists(value => value.Path is "minCapacity" or "maxCapacity" or "desiredCount"))
                parts.Add("number of tasks");
            if (parts.Count == 0)
                parts.Add("changed");
            if (changes.Exists(change => change.Resource.Type == Service && Rolls(change)))
                parts.Add("its tasks roll");
            Take($"service {name}: {string.Join(", ", parts)}", changes);
        }
    }

    private static bool Rolls(ResourceChange service) => service.Kind != ChangeKind.Delete && service.Values.Any(value => value.Property is "taskDefinition" or "forceNewDeployment" or "networkConfiguration");

    private void FindTags()
    {
        foreach (var provider in left.Where(change => change.Resource.Type == "pulumi:providers:aws" && change.Values.Any(value => value.Property == "defaultTags")).ToList())
        {
            var tags = provider.Values.Select(value => Between(value.Path, ".tags.", "\n")).OfType<string>().ToList();
            var tagged = diff.After.Stack.Resources.Count(resource => resource.Outputs["tagsAll"] is not null);
            Take($"tags {Enumerate(tags)}: {tagged} resources are tagged anew", [provider]);
        }
    }

    // What lies below one component of the stack.
    private void FindComponents()
    {
        foreach (var component in left.GroupBy(change => Top(change.Resource)).ToList())
            Take($"{component.Key}: {component.Count()} {(component.Count() == 1 ? "resource" : "resources")}", [.. component]);
    }

    private static string Top(RecordedResource resource)
    {
        var top = resource;
        while (top.Parent is { Parent: not null } parent)
            top = parent;
        return top.IsCustom ? "the stack itself" : ShortName.OfType(top.Type);
    }

    private void Take(string title, List<ResourceChange> changes)
    {
        left.RemoveAll(changes.Contains);
        found.Add(new(title, changes));
    }

    private static bool IsWithin(RecordedResource resource, string component) => Above(resource, component) is not null;

    private static RecordedResource? Above(RecordedResource resource, string component)
    {
        for (var parent = resource.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent.Type == component)
                return parent;
        }

        return null;
    }

    private static string? Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        if (from < 0)
            return null;
        from += start.Length;
        var to = text.IndexOf(end, from, StringComparison.Ordinal);
        return to < 0 ? text[from..] : text[from..to];
    }

    private static string Enumerate(IReadOnlyCollection<string> names) =>
        names.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";
}
