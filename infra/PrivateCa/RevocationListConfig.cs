using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>
/// The head of the revocation lists. All of it is written down, so that the same settings give the same bytes: whoever
/// changes a revocation raises the number.
/// </summary>
/// <remarks>RFC 5280, sections 5.1.2.4, 5.1.2.5 and 5.2.3</remarks>
public sealed record RevocationListConfig
{
    /// <summary>The lists' number; every change of them needs a greater one.</summary>
    [Setting(Min = 1, Example = "1")]
    public required int Number { get; init; }

    /// <summary>The day from which the lists hold, UTC: today, or the day of the last revocation.</summary>
    [Setting(Example = "2026-07-25")]
    public required DateOnly ThisUpdate { get; init; }

    /// <summary>
    /// How long the lists hold. After that the gateway refuses every client, so an alarm tells 30 and 7 days before;
    /// a later <c>thisUpdate</c> and a greater <c>number</c> make new ones.
    /// </summary>
    [Setting(Min = 8, Max = 3650, Unit = "days", Example = "365")]
    public int ValidityDays { get; init; } = 365;

    /// <summary>The first moment of the lists.</summary>
    public DateTimeOffset Start => new(ThisUpdate, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The last moment of the lists.</summary>
    public DateTimeOffset End => Start.AddDays(ValidityDays);
}
