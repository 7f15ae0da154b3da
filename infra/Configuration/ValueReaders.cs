using System.Collections.Immutable;
using System.Globalization;
using SecureApi.Common;
using SecureApi.Ecs;
using SecureApi.Network;
using SecureApi.PrivateCa;

namespace SecureApi.Configuration;

/// <summary>
/// The reader of every type that a setting can have. The generic ones are named one by one, so that they are compiled
/// ahead of time.
/// </summary>
internal static class ValueReaders
{
    private static ScalarReader Text { get; } = new("text", ScalarKind.Text, static (string text, out string? rule) =>
    {
        rule = "text that is not empty";
        return text.Length == 0 ? null : text;
    });

    private static ScalarReader PlainText { get; } = new("text", ScalarKind.Text, static (string text, out string? rule) =>
    {
        rule = null;
        return text;
    });

    private static ScalarReader WholeNumber { get; } = new("a whole number", ScalarKind.Number, static (string text, out string? rule) =>
    {
        rule = "a whole number in decimal digits, below 2147483648";
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    });

    private static ScalarReader Truth { get; } = new("true or false", ScalarKind.Boolean, static (string text, out string? rule) =>
    {
        rule = null;
        return bool.Parse(text);
    });

    private static ScalarReader Range4 { get; } = new("an IPv4 range", ScalarKind.Text, static (string text, out string? rule) =>
        Cidr4.TryParse(text, out var cidr, out rule) ? cidr : null);

    private static ScalarReader Range6 { get; } = new("an IPv6 range", ScalarKind.Text, static (string text, out string? rule) =>
        Cidr6.TryParse(text, out var cidr, out rule) ? cidr : null);

    // Pulumi's reader takes an unquoted date for a moment, and hands it on in Go's notation.
    private static ScalarReader Day { get; } = new("a date", ScalarKind.Text, static (string text, out string? rule) =>
    {
        rule = "a date: year-month-day, such as 2026-07-25";
        const string Midnight = " 00:00:00 +0000 UTC";
        var day = text.EndsWith(Midnight, StringComparison.Ordinal) ? text[..^Midnight.Length] : text;
        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    });

    /// <summary>The reader of a type.</summary>
    public static ValueReader For(Type type) => type switch
    {
        _ when type == typeof(string) => Text,
        _ when type == typeof(int) => WholeNumber,
        _ when type == typeof(bool) => Truth,
        _ when type == typeof(Cidr4) => Range4,
        _ when type == typeof(DateOnly) => Day,
        _ when type.IsEnum => new EnumReader(type),
        _ when type == typeof(ImmutableArray<string>) => new ListReader<string>(Text),
        _ when type == typeof(ImmutableArray<Cidr4>) => new ListReader<Cidr4>(Range4),
        _ when type == typeof(ImmutableArray<Cidr6>) => new ListReader<Cidr6>(Range6),
        _ when type == typeof(ImmutableArray<RevocationConfig>) => new ListReader<RevocationConfig>(new RecordReader(typeof(RevocationConfig))),
        _ when type == typeof(NamedMap<string>) => new MapReader<string>(PlainText),
        _ when type == typeof(NamedMap<SecretText>) => new MapReader<SecretText>(new SecretReader()),
        _ when type == typeof(NamedMap<ServiceConfig>) => new MapReader<ServiceConfig>(new RecordReader(typeof(ServiceConfig))),
        _ when type == typeof(NamedMap<ClientConfig>) => new MapReader<ClientConfig>(new RecordReader(typeof(ClientConfig))),
        _ => new RecordReader(type),
    };
}
