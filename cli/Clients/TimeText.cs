using System.Globalization;

namespace SecureApi.Cli.Clients;

/// <summary>Days and times for people.</summary>
internal static class TimeText
{
    /// <summary>A moment, UTC.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Whole days left, less than zero after the end.</summary>
    public static int DaysLeft(DateTimeOffset end, DateTimeOffset now) => (int)Math.Floor((end - now).TotalDays);

    /// <summary>What the days mean now: <c>300 days left</c>, <c>expired 3 days ago</c>, <c>not yet valid</c>.</summary>
    public static string State(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        if (now < start) return "not valid yet";
        var days = DaysLeft(end, now);
        return now >= end ? $"expired {Count(-days)} ago" : $"{Count(days)} left";
    }

    /// <summary>A number of days.</summary>
    public static string Count(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} {(days == 1 ? "day" : "days")}");
}
