using System.Collections.Immutable;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.Gateway;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>An alarm that a scenario must raise.</summary>
/// <param name="Alarm">What follows the stack's name in the alarm's name; for a rule of EventBridge, what follows it in the rule's.</param>
/// <param name="Within">The minutes within which it must fire.</param>
/// <param name="From">The minute from which these count, for a scenario that gets worse; it must not fire before.</param>
/// <param name="Lasts">Whether it is still in alarm when the scenario ends.</param>
internal sealed record Expected(string Alarm, int Within, int From = 0, bool Lasts = true);

/// <summary>Something that can happen to a stack, with what must be noticed of it and when. Alarms that it does not name must stay silent.</summary>
/// <param name="Title">What happens, as a sentence without a full stop.</param>
/// <param name="Signs">What the services report of it, and what they do not.</param>
/// <param name="During">The situation in a minute from 0 on.</param>
internal sealed record Scenario(string Title, string Signs, Func<Usual, int, Situation> During)
{
    /// <summary>Whether a stack can have it.</summary>
    public Func<Usual, bool> Applies { get; init; } = _ => true;

    /// <summary>How long it lasts.</summary>
    public int Minutes { get; init; } = 30;

    /// <summary>The usual minutes before it.</summary>
    public int Before { get; init; } = 80;

    /// <summary>The minutes after it, by the end of which every alarm must be silent again.</summary>
    public int Recovery { get; init; } = 80;

    /// <summary>What follows it; the usual by default.</summary>
    public Func<Usual, int, Situation> After { get; init; } = (usual, minute) => usual.Minute(minute);

    /// <summary>Minutes between two looks at the alarms, for scenarios of days.</summary>
    public int Step { get; init; } = 1;

    /// <summary>The alarms that must fire; none for something that nobody needs to be told.</summary>
    public Func<Usual, IEnumerable<Expected>> Must { get; init; } = _ => [];

    /// <summary>Alarms that may fire as well, as beginnings of their names.</summary>
    public Func<Usual, IEnumerable<string>> May { get; init; } = _ => [];
}

/// <summary>A stack on a usual day, from which scenarios differ.</summary>
internal sealed class Usual
{
    private const double SmallShare = 0.02;

    /// <summary>The usual day of a stack.</summary>
    public Usual(AuditedStack stack)
    {
        Settings = stack.Settings;
        Services = [.. Settings.Services.Keys.Where(Settings.Images.ContainsKey)];
        Images = [GatewayContract.Name, .. Services];
        NatGateways = [.. stack.OfType("aws:ec2/natGateway:NatGateway").Select(gateway => gateway.Inputs.Text("subnetId") ?? "").Select(subnet => stack.Find(subnet)?.Inputs.Text("availabilityZone") ?? "")];
        TargetGroups = stack.OfType("aws:lb/targetGroup:TargetGroup").Count;
        CountsAttacks = AwsReports.CountingAttackRules(stack).Any();
        Notices = NoticesOf(stack);
        var shares = Services.Length < 2
            ? Services.ToSortedMap(service => service, _ => 1.0)
            : Services.ToSortedMap(service => service, service => service == Services[^1] ? SmallShare : (1 - SmallShare) / (Services.Length - 1));
        Situation = new Situation
        {
            Requests = 600,
            Share = shares,
            Tasks = Images.ToSortedMap(image => image, image => new TaskSituation(
                Count(image), Count(image), 0.6 * Settings.Alarms.CpuPercent, 0.6 * Settings.Alarms.MemoryPercent)),
        };
    }

    /// <summary>The stack's settings.</summary>
    public StackConfig Settings { get; }

    /// <summary>The services that have an image.</summary>
    public ImmutableArray<string> Services { get; }

    /// <summary>The gateway and the services.</summary>
    public ImmutableArray<string> Images { get; }

    /// <summary>The zones of the NAT gateways.</summary>
    public ImmutableArray<string> NatGateways { get; }

    /// <summary>One, or two where deployments swap them.</summary>
    public int TargetGroups { get; }

    /// <summary>The rules of EventBridge that write to a topic, by name: what a message is called.</summary>
    public ImmutableSortedDictionary<string, string> Notices { get; }

    /// <summary>Whether a group of the web ACL against attacks only counts.</summary>
    public bool CountsAttacks { get; }

    /// <summary>The situation of a usual minute.</summary>
    public Situation Situation { get; }

    /// <summary>A minute of it: every five minutes a scanner tries its luck.</summary>
    public Situation Minute(int minute) => Situation with { RefusedHandshakes = minute % 5 == 0 ? 3 : 0 };

    /// <summary>Nobody calls.</summary>
    public Situation Night => Situation with { Requests = 0 };

    /// <summary>The settings of the gateway or of a service.</summary>
    public TaskConfig Of(string image) => image == GatewayContract.Name ? Settings.Gateway : Settings.Services[image];

    /// <summary>Whether the count of tasks can change.</summary>
    public bool Scales(string image) => Of(image).MaxTasks > Of(image).MinTasks;

    // A target without a topic, such as a log group, tells nobody.
    private static ImmutableSortedDictionary<string, string> NoticesOf(AuditedStack stack)
    {
        var writing = stack.OfType("aws:cloudwatch/eventTarget:EventTarget")
            .Where(target => target.Inputs.Text("arn")?.Contains(":sns:", StringComparison.Ordinal) is true)
            .Select(target => target.Inputs.Text("rule") ?? "").Distinct(StringComparer.Ordinal);
        return writing.ToSortedMap(rule => rule, rule => $"event {rule[(new ResourceNames(stack.Recorded.Project, stack.Recorded.Name).Base.Length + 1)..].Replace('-', ' ')}");
    }

    // One more than the least, where that is not the most: a count that is not also a setting.
    private int Count(string image) => Of(image).MinTasks + 1 < Of(image).MaxTasks ? Of(image).MinTasks + 1 : Of(image).MinTasks;
}

/// <summary>What follows in the situation when something of it changes.</summary>
internal static class SituationChanges
{
    /// <summary>Other tasks of some images.</summary>
    public static Situation WithTasks(this Situation situation, IEnumerable<string> images, Func<string, TaskSituation, TaskSituation> change) => situation with
    {
        Tasks = situation.Tasks.SetItems(images.Select(image => KeyValuePair.Create(image, change(image, situation.Tasks[image])))),
    };

    /// <summary>Some images without a running task.</summary>
    public static Situation Without(this Situation situation, params IEnumerable<string> images) =>
        situation.WithTasks(images, (_, tasks) => tasks with { Running = 0 });

    /// <summary>Some services that fail a part of their requests.</summary>
    public static Situation WithFailures(this Situation situation, double part, params IEnumerable<string> services) =>
        situation with { Failing = services.ToSortedMap(service => service, _ => Math.Min(1, part)) };
}
