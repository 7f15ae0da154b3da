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
            AlarmDescription = spec.Description,
            ComparisonOperator = spec.Below ? "LessThanOrEqualToThreshold" : "GreaterThanOrEqualToThreshold",
            Threshold = spec.Threshold,
            EvaluationPeriods = spec.Periods,
            DatapointsToAlarm = spec.BadPeriods,
            TreatMissingData = spec.MissingData,
            AlarmActions = { args.TopicArn },
            OkActions = { args.TopicArn },
        };
        if (spec.Against is { } against) Combine(alarm, spec, against);
        else Watch(alarm, spec);

        return new MetricAlarm($"{name}-{spec.Subject.Replace(' ', '-')}", alarm, new CustomResourceOptions { Parent = this });
    }

    private static void Watch(MetricAlarmArgs alarm, AlarmSpec spec)
    {
        alarm.Namespace = spec.Metric.Namespace;
        alarm.MetricName = spec.Metric.Name;
        alarm.Dimensions = spec.Metric.DimensionMap();
        alarm.Period = spec.PeriodSeconds;
        if (spec.Metric.IsPercentile) alarm.ExtendedStatistic = spec.Metric.Statistic;
        else alarm.Statistic = spec.Metric.Statistic;
    }

    private static void Combine(MetricAlarmArgs alarm, AlarmSpec spec, Metric against)
    {
        alarm.MetricQueries.Add(new MetricAlarmMetricQueryArgs
        {
            Id = "result",
            Label = spec.Subject,
            ReturnData = true,
            Expression = spec.Math switch
            {
                AlarmMath.Percent => "IF(against > 0, 100 * metric / against)",
                AlarmMath.Shortfall => "against - metric",
                _ => "MAX([metric, against])",
            },
        });
        alarm.MetricQueries.Add(Query("metric", spec.Metric, spec.PeriodSeconds));
        alarm.MetricQueries.Add(Query("against", against, spec.PeriodSeconds));
    }

    private static MetricAlarmMetricQueryArgs Query(string id, Metric metric, int periodSeconds) => new()
    {
        Id = id,
        ReturnData = false,
        Metric = new MetricAlarmMetricQueryMetricArgs
        {
            Namespace = metric.Namespace,
            MetricName = metric.Name,
            Dimensions = metric.DimensionMap(),
            Stat = metric.Statistic,
            Period = periodSeconds,
        },
    };
}

/// <summary>The arguments of <see cref="MetricAlarms"/>.</summary>
public sealed record MetricAlarmsArgs
{
    /// <summary>The alarms.</summary>
    public required ImmutableArray<AlarmSpec> Alarms { get; init; }

    /// <summary>Gives each alarm its fixed name.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>Where they go, when they fire and when they recover.</summary>
    public required Output<string> TopicArn { get; init; }
}

/// <summary>An alarm before it becomes a resource.</summary>
public sealed record AlarmSpec
{
    /// <summary>What the alarm watches, as people read it: <c>gateway cpu</c>. Also the end of its logical name.</summary>
    public required string Subject { get; init; }

    /// <summary>What it means when it fires, and where to look.</summary>
    public required string Description { get; init; }

    /// <summary>The metric, or the first of two.</summary>
    public required Metric Metric { get; init; }

    /// <summary>A second metric that the first is set against.</summary>
    public Metric? Against { get; init; }

    /// <summary>How the two are combined; ignored without <see cref="Against"/>.</summary>
    public AlarmMath Math { get; init; } = AlarmMath.Percent;

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
    /// trouble; <c>ignore</c> keeps the alarm as it is.
    /// </summary>
    public string MissingData { get; init; } = "notBreaching";
}

/// <summary>How an alarm combines two metrics.</summary>
public enum AlarmMath
{
    /// <summary>The first in percent of the second; nothing where the second is zero.</summary>
    Percent,

    /// <summary>The second less the first.</summary>
    Shortfall,

    /// <summary>The higher of the two; one that has no data does not count.</summary>
    Highest,
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
            TopicArn = args.TopicArn,
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

    /// <summary>Where the alarms go.</summary>
    public required Output<string> TopicArn { get; init; }
}
