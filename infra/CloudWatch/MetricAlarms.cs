using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using SecureApi.Common;

namespace SecureApi.CloudWatch;

/// <summary>A set of alarms that all go to one topic.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"/>
public sealed class MetricAlarms : ComponentResource
{
    /// <summary>Declares the alarms.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Alarms and topic.</param>
    /// <param name="options">Parent and providers.</param>
    public MetricAlarms(string name, MetricAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:cloud-watch:MetricAlarms", name, options)
    {
        Names = args.Alarms.ToSortedMap(alarm => alarm.Subject, alarm => Declare(name, alarm, args).Name);
        RegisterOutputs();
    }

    /// <summary>Each alarm's physical name by its subject.</summary>
    public ImmutableSortedDictionary<string, Output<string>> Names { get; }

    private MetricAlarm Declare(string name, AlarmSpec spec, MetricAlarmsArgs args)
    {
        var alarm = new MetricAlarmArgs
        {
            Name = args.Names.Alarm(spec.Subject),
            AlarmDescription = spec.Describe(args.Names),
            ComparisonOperator = spec.Below ? "LessThanOrEqualToThreshold" : "GreaterThanOrEqualToThreshold",
            Threshold = spec.Threshold,
            EvaluationPeriods = spec.Periods,
            DatapointsToAlarm = spec.BadPeriods,
            TreatMissingData = spec.MissingData,
            AlarmActions = args.Topic.For(spec.Severity),
            OkActions = args.Topic.For(spec.Severity),
        };
        if (spec.Expression is { } expression) Combine(alarm, spec, expression);
        else Watch(alarm, spec.Metrics.Single().Value, spec.PeriodSeconds);

        return new MetricAlarm($"{name}-{spec.Subject.Replace(' ', '-')}", alarm, new CustomResourceOptions { Parent = this });
    }

    private static void Watch(MetricAlarmArgs alarm, Metric metric, int periodSeconds)
    {
        alarm.Namespace = metric.Namespace;
        alarm.MetricName = metric.Name;
        alarm.Dimensions = metric.DimensionMap();
        alarm.Period = periodSeconds;
        if (metric.IsPercentile) alarm.ExtendedStatistic = metric.Statistic;
        else alarm.Statistic = metric.Statistic;
    }

    private static void Combine(MetricAlarmArgs alarm, AlarmSpec spec, string expression)
    {
        alarm.MetricQueries.Add(new MetricAlarmMetricQueryArgs
        {
            Id = "result",
            Label = spec.Subject,
            ReturnData = true,
            Expression = expression,
        });
        foreach (var (id, metric) in spec.Metrics)
        {
            alarm.MetricQueries.Add(new MetricAlarmMetricQueryArgs
            {
                Id = id,
                ReturnData = false,
                Metric = new MetricAlarmMetricQueryMetricArgs
                {
                    Namespace = metric.Namespace,
                    MetricName = metric.Name,
                    Dimensions = metric.DimensionMap(),
                    Stat = metric.Statistic,
                    Period = spec.PeriodSeconds,
                },
            });
        }
    }
}

/// <summary>The arguments of <see cref="MetricAlarms"/>.</summary>
public sealed record MetricAlarmsArgs
{
    /// <summary>The alarms.</summary>
    public required ImmutableArray<AlarmSpec> Alarms { get; init; }

    /// <summary>Gives each alarm its fixed name.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>Who is told, when they fire and when they recover.</summary>
    public required AlarmTopic Topic { get; init; }
}

/// <summary>An alarm before it becomes a resource.</summary>
public sealed record AlarmSpec
{
    /// <summary>What the alarm watches, as people read it: <c>gateway cpu</c>. Also the end of its logical name.</summary>
    public required string Subject { get; init; }

    /// <summary>What it means when it fires.</summary>
    public required string Meaning { get; init; }

    /// <summary>The section of <c>docs/runbooks/incident.md</c> that says what to do.</summary>
    public required string Runbook { get; init; }

    /// <summary>The saved query that comes next; null where the logs say nothing of it.</summary>
    public string? Query { get; init; }

    /// <summary>Whether somebody must be woken.</summary>
    public AlarmSeverity Severity { get; init; } = AlarmSeverity.Warning;

    /// <summary>The metrics by the id that <see cref="Expression"/> has for them; one without an expression.</summary>
    public required ImmutableSortedDictionary<string, Metric> Metrics { get; init; }

    /// <summary>Metric math over the metrics; null to watch the one metric itself.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"/>
    public string? Expression { get; init; }

    /// <summary>The value from which on the alarm fires.</summary>
    public required double Threshold { get; init; }

    /// <summary>Fires at or below the threshold instead of at or above it.</summary>
    public bool Below { get; init; }

    /// <summary>Seconds of a period: 60 or a multiple of it.</summary>
    public int PeriodSeconds { get; init; } = 60;

    /// <summary>Periods that are looked at.</summary>
    public int Periods { get; init; } = 5;

    /// <summary>Datapoints to alarm: the number of periods that must breach. Three of five ignores a short peak.</summary>
    public int BadPeriods { get; init; } = 3;

    /// <summary>
    /// What a period without data counts for. No traffic means no data as a rule, and a stack at rest is not a stack in
    /// trouble; <c>ignore</c> keeps the alarm as it is. What must be seen in silence too is filled in by its expression:
    /// CloudWatch looks back further than the periods for real data before it counts a missing one.
    /// </summary>
    public string MissingData { get; init; } = "notBreaching";

    /// <summary>A metric under the id <c>metric</c>.</summary>
    /// <param name="metric">The metric.</param>
    public static ImmutableSortedDictionary<string, Metric> One(Metric metric) => Of(("metric", metric));

    /// <summary>Metrics by id.</summary>
    /// <param name="metrics">Ids, which begin with a lower-case letter, and metrics.</param>
    public static ImmutableSortedDictionary<string, Metric> Of(params (string Id, Metric Metric)[] metrics) =>
        metrics.ToSortedMap(metric => metric.Id, metric => metric.Metric);

    /// <summary>What the message says: the meaning, and where to go on.</summary>
    /// <param name="names">The stack's names.</param>
    public string Describe(ResourceNames names) =>
        $"{Meaning} Runbook: docs/runbooks/incident.md#{Runbook}.{(Query is { } query ? $" Query: {names.Query(query)}." : "")}";
}

/// <summary>How soon somebody has to look.</summary>
public enum AlarmSeverity
{
    /// <summary>In working hours: nobody is refused yet, or few are.</summary>
    Warning,

    /// <summary>Now: clients fail.</summary>
    Urgent,
}

/// <summary>The alarms that stop a deployment: an ECS service names them, so they exist before it.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"/>
public sealed class DeploymentAlarms : ComponentResource
{
    private readonly MetricAlarms _alarms;
    private readonly ImmutableSortedDictionary<string, string> _subjects;

    /// <summary>Declares an alarm for the gateway and one for each service.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Metrics, thresholds and services.</param>
    /// <param name="options">Parent and providers.</param>
    public DeploymentAlarms(string name, DeploymentAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:cloud-watch:DeploymentAlarms", name, options)
    {
        var gateway = ServiceAlarms.GatewayErrors(args.Metrics, args.Settings);
        var services = args.Services.ToSortedMap(
            service => service, service => ServiceAlarms.ServiceErrors(service, args.Metrics, args.Settings));
        _subjects = services.MapValues((_, alarm) => alarm.Subject).Add(SecureApi.Gateway.GatewayContract.Name, gateway.Subject);
        _alarms = new MetricAlarms($"{name}-deployments", new MetricAlarmsArgs
        {
            Alarms = [gateway, .. args.Services.Select(service => services[service])],
            Names = args.Metrics.Names,
            Topic = args.Topic,
        }, new ComponentResourceOptions { Parent = this });
        RegisterOutputs();
    }

    /// <summary>The names of the alarms that guard a service's deployment.</summary>
    /// <param name="service"><c>gateway</c> or the name of a service.</param>
    public ImmutableArray<Output<string>> For(string service) => [_alarms.Names[_subjects[service]]];
}

/// <summary>The arguments of <see cref="DeploymentAlarms"/>.</summary>
public sealed record DeploymentAlarmsArgs
{
    /// <summary>Every metric of the stack.</summary>
    public required StackMetrics Metrics { get; init; }

    /// <summary>The share of errors that is too much.</summary>
    public required AlarmConfig Settings { get; init; }

    /// <summary>The services behind the gateway.</summary>
    public required ImmutableArray<string> Services { get; init; }

    /// <summary>Who is told.</summary>
    public required AlarmTopic Topic { get; init; }
}
