using System.Globalization;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>When a certificate is valid, in UTC.</summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The last moment.</param>
internal sealed record Validity(DateTime Start, DateTime End)
{
    /// <summary>The first moment in RFC 3339.</summary>
    public string StartText => Text(Start);

    /// <summary>The last moment in RFC 3339.</summary>
    public string EndText => Text(End);

    /// <summary>From the start of the clock's UTC day, for as many hours as the arguments say: the same for all previews of a day.</summary>
    public static Validity Today(TimeProvider clock, RecordedMap inputs)
    {
        var start = clock.GetUtcNow().UtcDateTime.Date;
        return new(start, start.AddHours(inputs.Number("validityPeriodHours") ?? 0));
    }

    private static string Text(DateTime moment) => $"{moment.ToString("s", CultureInfo.InvariantCulture)}Z";
}
