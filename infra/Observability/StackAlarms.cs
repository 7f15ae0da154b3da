using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>A set of alarms that all go to one topic.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"/>
public sealed class StackAlarms : ComponentResource
{
    /// <summary>Declares the alarms.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Alarms and topic.</param>
    /// <param name="options">Parent and providers.</param>
    public StackAlarms(string name, StackAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:observability:StackAlarms", name, options)
    {
        Names = args.Alarms.ToNamedMap(alarm => alarm.Subject, alarm => Declare(name, alarm, args).Name);
        RegisterOutputs();
    }

    /// <summary>Each alarm's physical name by its subject.</summary>
    public NamedMap<Output<string>> Names { get; }

    private MetricAlarm Declare(string name, AlarmSpec spec, StackAlarmsArgs args)
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
