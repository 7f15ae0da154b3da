namespace SecureApi.Observability;

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

    /// <summary>Periods that must be bad; three of five tells a state from a blip.</summary>
    public int BadPeriods { get; init; } = 3;

    /// <summary>
    /// What a period without data counts for. No traffic means no data as a rule, and a stack at rest is not a stack in
    /// trouble; <c>ignore</c> keeps the alarm as it is.
    /// </summary>
    public string MissingData { get; init; } = "notBreaching";
}
