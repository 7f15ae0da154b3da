using System.Globalization;
using SecureApi.Preview.Recording;

namespace SecureApi.Preview.Certificates;

/// <summary>When a certificate is valid.</summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The last moment.</param>
internal sealed record Validity(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The first moment in RFC 3339.</summary>
    public string StartText => Text(Start);

    /// <summary>The last moment in RFC 3339.</summary>
    public string EndText => Text(End);

    /// <summary>From the start of the clock's UTC day, for as many hours as the arguments say: the same for all previews of a day.</summary>
    public static Validity Today(TimeProvider clock, RecordedMap inputs)
    {
        var start = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        return new(start, start.AddHours(inputs.Number("validityPeriodHours") ?? 0));
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
