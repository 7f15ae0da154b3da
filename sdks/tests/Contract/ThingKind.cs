using System.Diagnostics.CodeAnalysis;
using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

[EnumType]
[SuppressMessage("Usage", "CA2225", Justification = "The shape that Pulumi's generator makes.")]
internal readonly struct ThingKind : IEquatable<ThingKind>
{
    private readonly string _value;

    private ThingKind(string value) => _value = value;

    public static ThingKind Large { get; } = new("large");

    public static bool operator ==(ThingKind left, ThingKind right) => left.Equals(right);

    public static bool operator !=(ThingKind left, ThingKind right) => !left.Equals(right);

    public static explicit operator string(ThingKind value) => value._value;

    public bool Equals(ThingKind other) => _value == other._value;

    public override bool Equals(object? obj) => obj is ThingKind other && Equals(other);

    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;
}

internal enum ThingLevel
{
    Low = 1,
    High = 2,
}
