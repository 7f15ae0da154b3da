using System.Collections.Immutable;

namespace SecureApi.CloudWatch;

/// <summary>Two alarms for everything that expires: 30 and 7 days before.</summary>
internal static class ExpiryAlarms
{
    private const int PlanDays = 30;
    private const int ActDays = 7;
    private const int Hour = 3_600;
    private const int Day = 86_400;

    /// <summary>The alarms.</summary>
    /// <param name="metrics">Every metric of the stack.</param>
    /// <param name="withRevocationLists">Whether the gateway has revocation lists.</param>
    public static ImmutableArray<AlarmSpec> For(StackMetrics metrics, bool withRevocationLists) =>
    [
        .. Both("server certificate", metrics.DaysLeft(ExpiryMetrics.ServerCertificate), Hour,
            "The gateway's own certificate ends soon. A deployment renews it."),
        .. Both("private ca", metrics.DaysLeft(ExpiryMetrics.CertificateAuthority), Hour,
            "A trusted CA certificate ends soon, and every certificate below it with it."),
        .. withRevocationLists
            ? Both("revocation list", metrics.DaysLeft(ExpiryMetrics.RevocationList), Hour,
                "The revocation lists end soon; the gateway refuses every client after that.")
            : [],
        .. Both("client certificate", metrics.DaysLeft(ExpiryMetrics.ClientCertificate), Hour,
            "A client still calls with a certificate that ends soon."),

        // ACM counts twice a day, and stops when the certificate has expired.
        .. Both("public certificate", metrics.PublicCertificateDaysLeft, Day,
            "The load balancer's certificate ends soon and ACM has not renewed it: its validation record is missing, or it was imported."),
    ];

    private static IEnumerable<AlarmSpec> Both(string subject, Metric metric, int periodSeconds, string meaning)
    {
        foreach (var days in new[] { PlanDays, ActDays })
        {
            yield return new AlarmSpec
            {
                Subject = $"{subject} {days} days",
                Meaning = meaning,
                Runbook = "days-left",
                Query = "clients by days left",
                Severity = days == ActDays ? AlarmSeverity.Urgent : AlarmSeverity.Warning,
                Metrics = AlarmSpec.One(metric),
                Threshold = days,
                Below = true,
                PeriodSeconds = periodSeconds,
                Periods = 1,
                BadPeriods = 1,

                // Silence, at night or after the end, does not make a certificate younger.
                MissingData = "ignore",
            };
        }
    }
}
