using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Gateway;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>An alarm that fired in a scenario.</summary>
/// <param name="Alarm">Its name after the stack's.</param>
/// <param name="Minutes">The minutes after which it fired.</param>
public sealed record FiredAlarm(string Alarm, int Minutes);

/// <summary>A scenario as a stack would live it.</summary>
/// <param name="Heading">The scenario's group.</param>
/// <param name="Title">What happens.</param>
/// <param name="Signs">What the services report of it.</param>
/// <param name="Applies">Whether the stack can have it.</param>
/// <param name="Fired">The alarms that told somebody, the first one first.</param>
/// <param name="Problems">What is wrong: an alarm that is late, silent, or has nothing to say.</param>
public sealed record RehearsedScenario(
    string Heading, string Title, string Signs, bool Applies, ImmutableArray<FiredAlarm> Fired, ImmutableArray<string> Problems);

/// <summary>
/// The alarms of a stack, tried on everything in <see cref="Scenarios"/>: which of them fire, after how many minutes, and which stay silent.
/// </summary>
internal static class Rehearsal
{
    private const string MetricAlarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    private const string CompositeAlarm = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

    /// <summary>Rehearses a stack; nothing for one that runs no tasks yet.</summary>
    public static ImmutableArray<RehearsedScenario> Of(AuditedStack stack) => [.. Judge(stack, Record(stack))];

    /// <summary>What is reported in each scenario.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="late">Minutes by which the last values are missing when an alarm looks.</param>
    public static ImmutableArray<Recording> Record(AuditedStack stack, int late = 0)
    {
        if (!stack.Settings.Images.ContainsKey(GatewayContract.Name) || !stack.Settings.Services.Keys.Any(stack.Settings.Images.ContainsKey)) return [];
        var usual = new Usual(stack);
        var reports = new AwsReports(stack);
        return
        [
            .. from heading in Scenarios.All
               from scenario in heading.Scenarios
               select scenario.Applies(usual) ? Record(heading.Heading, scenario, usual, reports, late) : new Recording(heading.Heading, scenario, usual, null, [], late),
        ];
    }

    /// <summary>The verdict on each scenario, one after the other.</summary>
    /// <param name="stack">The stack, with the alarms as declared.</param>
    /// <param name="recordings">What is reported.</param>
    /// <param name="only">Names of alarms, to look at nothing else; null for all.</param>
    public static IEnumerable<RehearsedScenario> Judge(AuditedStack stack, ImmutableArray<Recording> recordings, IReadOnlySet<string>? only = null)
    {
        var documented = DeclaredAlarm.In(stack, only, missingIsZero: true);
        var otherwise = DeclaredAlarm.In(stack, only, missingIsZero: false);

        // The other reading differs for expressions, and for what is composed of them.
        otherwise = [.. otherwise.Where(alarm => alarm.HasExpression || !alarm.Acts)];
        var second = otherwise.Select(alarm => alarm.Subject).ToHashSet(StringComparer.Ordinal);
        return recordings.Select(recording => recording.Data is null
            ? new RehearsedScenario(recording.Heading, recording.Scenario.Title, recording.Scenario.Signs, Applies: false, [], [])
            : Worst([Judge(recording, documented, only), Judge(recording, otherwise, second)]));
    }

    private static Recording Record(string heading, Scenario scenario, Usual usual, AwsReports reports, int late)
    {
        var data = new MetricData();
        var matched = ImmutableArray.CreateBuilder<(string Rule, int Minute)>();
        for (var minute = -scenario.Before; minute < scenario.Minutes + scenario.Recovery; minute++)
        {
            var now = minute < 0 ? usual.Minute(minute)
                : minute < scenario.Minutes ? scenario.During(usual, minute)
                : scenario.After(usual, minute);
            foreach (var rule in reports.Report(now, minute, data)) matched.Add((rule.Outputs.Text("name") ?? "", minute + 1));
        }

        return new Recording(heading, scenario, usual, data, matched.ToImmutable(), late);
    }

    // An alarm counts with the later minute, and a problem in one reading is a problem.
    private static RehearsedScenario Worst(ImmutableArray<RehearsedScenario> readings) => readings[0] with
    {
        Fired = [.. readings.SelectMany(reading => reading.Fired).GroupBy(fired => fired.Alarm, (alarm, all) => new FiredAlarm(alarm, all.Max(fired => fired.Minutes)))
            .OrderBy(fired => fired.Minutes).ThenBy(fired => fired.Alarm, StringComparer.Ordinal)],
        Problems = [.. readings.SelectMany(reading => reading.Problems).Distinct()],
    };

    private static RehearsedScenario Judge(Recording recording, ImmutableArray<DeclaredAlarm> alarms, IReadOnlySet<string>? only)
    {
        var scenario = recording.Scenario;
        var must = scenario.Must(recording.Usual).Where(expected => only?.Contains(expected.Alarm) != false).ToList();
        var may = scenario.May(recording.Usual).ToList();
        var lives = Live(recording, alarms);
        var problems = new List<string>();
        foreach (var (alarm, life) in lives.Where(entry => only?.Contains(entry.Key) != false))
        {
            var expected = must.Find(one => one.Alarm == alarm);
            var allowed = expected is not null || may.Exists(start => alarm.StartsWith(start, StringComparison.Ordinal));
            if (life.FiredAt is { } at && at <= 0) problems.Add($"The alarm {alarm} fires on a usual day");
            else if (!allowed && life.FiredAt is { } wrong) problems.Add($"The alarm {alarm} fires after {wrong} min and has nothing to tell");
            else if (expected is not null && life.FiredAt is { } early && early <= expected.From) problems.Add($"The alarm {alarm} fires after {early} min, before there is anything to tell");
            else if (expected is not null && life.FiredAt is { } late && late > expected.From + expected.Within) problems.Add($"The alarm {alarm} fires after {late - expected.From} min and must within {expected.Within}");
            else if (expected is { Lasts: true } && life is { FiredAt: not null, AtEnd: not AlarmState.Alarm }) problems.Add($"The alarm {alarm} is silent again before the end");
            else if (life.AfterRecovery == AlarmState.Alarm) problems.Add($"The alarm {alarm} still fires when everything is well again");
        }

        foreach (var expected in must.Where(expected => !lives.TryGetValue(expected.Alarm, out var life) || life.FiredAt is null))
            problems.Add($"No alarm {expected.Alarm} within {expected.Within} min");
        var fired = lives.Where(entry => entry.Value.FiredAt is > 0).Select(entry => new FiredAlarm(entry.Key, entry.Value.FiredAt!.Value));
        return new RehearsedScenario(recording.Heading, scenario.Title, scenario.Signs, Applies: true, [.. fired], [.. problems]);
    }

    // Every alarm with an action, through the usual day, the scenario and what follows it.
    private static SortedDictionary<string, Life> Live(Recording recording, ImmutableArray<DeclaredAlarm> alarms)
    {
        var scenario = recording.Scenario;
        var states = alarms.ToDictionary(alarm => alarm.Name, _ => AlarmState.Ok, StringComparer.Ordinal);
        var lives = new SortedDictionary<string, Life>(StringComparer.Ordinal);
        foreach (var alarm in alarms.Where(alarm => alarm.Acts)) lives.Add(alarm.Subject, new Life(null, AlarmState.Ok, AlarmState.Ok));
        foreach (var (rule, minute) in recording.Matched.Where(match => match.Minute > 0))
        {
            if (recording.Notifies(rule) is { } subject && !(lives.TryGetValue(subject, out var known) && known.FiredAt is not null))
                lives[subject] = new Life(minute, AlarmState.Alarm, AlarmState.Ok);
        }

        var late = recording.Late == 0 ? null : recording.Data;
        for (var now = -10; now <= scenario.Minutes + scenario.Recovery; now += scenario.Step)
        {
            var data = late is null ? recording.Data! : late.Before(now - recording.Late);
            foreach (var alarm in alarms)
            {
                var state = alarm.Evaluate(data, now, states);
                states[alarm.Name] = state;
                if (!alarm.Acts) continue;
                var life = lives[alarm.Subject];
                if (state == AlarmState.Alarm && life.FiredAt is null && now <= scenario.Minutes) life = life with { FiredAt = now };
                if (now <= scenario.Minutes) life = life with { AtEnd = state };
                lives[alarm.Subject] = life with { AfterRecovery = state };
            }
        }

        return lives;
    }

    private sealed record Life(int? FiredAt, AlarmState AtEnd, AlarmState AfterRecovery);

    /// <summary>What the services report in a scenario.</summary>
    internal sealed record Recording(string Heading, Scenario Scenario, Usual Usual, MetricData? Data, ImmutableArray<(string Rule, int Minute)> Matched, int Late)
    {
        /// <summary>The subject of a rule that writes to people; null for one that is only counted.</summary>
        public string? Notifies(string rule) => Usual.Notices.GetValueOrDefault(rule);
    }

    /// <summary>An alarm of the stack.</summary>
    private sealed class DeclaredAlarm
    {
        private readonly AlarmEvaluator? _metric;
        private readonly string? _rule;

        private DeclaredAlarm(RecordedResource resource, string prefix, bool missingIsZero)
        {
            _rule = resource.Inputs.Text("alarmRule");
            _metric = _rule is null ? new AlarmEvaluator(resource.Inputs, missingIsZero) : null;
            Name = resource.Inputs.Text("name") ?? resource.Inputs.Text("alarmName") ?? resource.Name;
            Subject = Name.StartsWith(prefix, StringComparison.Ordinal) ? Name[prefix.Length..] : Name;
            Acts = resource.Inputs.List("alarmActions").Count > 0 && resource.Inputs.Boolean("actionsEnabled") is not false;
        }

        public string Name { get; }

        public string Subject { get; }

        public bool Acts { get; }

        public bool HasExpression => _metric is null || _metric.HasExpression;

        // Composite alarms last: their rules look at the states of the others.
        public static ImmutableArray<DeclaredAlarm> In(AuditedStack stack, IReadOnlySet<string>? only, bool missingIsZero)
        {
            var prefix = new ResourceNames(stack.Recorded.Project, stack.Recorded.Name).Alarm("");
            var all = stack.OfType(MetricAlarm).Concat(stack.OfType(CompositeAlarm)).Select(resource => new DeclaredAlarm(resource, prefix, missingIsZero)).ToList();
            if (only is null) return [.. all];
            var needed = all.Where(alarm => only.Contains(alarm.Subject)).SelectMany(alarm => alarm._rule is null ? [] : CompositeRule.Names(alarm._rule)).ToHashSet(StringComparer.Ordinal);
            return [.. all.Where(alarm => only.Contains(alarm.Subject) || needed.Contains(alarm.Name))];
        }

        public AlarmState Evaluate(MetricData data, int now, Dictionary<string, AlarmState> states) => _metric is not null
            ? _metric.Evaluate(data, now, states[Name])
            : CompositeRule.Holds(_rule!, name => states.GetValueOrDefault(name, AlarmState.InsufficientData)) ? AlarmState.Alarm : AlarmState.Ok;
    }
}
