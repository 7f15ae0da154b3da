namespace Pulumi.Serialization;

/// <summary>Where a type stands that is checked, for error messages.</summary>
/// <param name="Owner">The class; null for what is no member of one.</param>
/// <param name="Member">Its property, or a parameter of its constructor.</param>
/// <param name="IsParameter">Whether it is a parameter.</param>
internal readonly record struct TypePlace(Type? Owner, string Member, bool IsParameter = false)
{
    public override string ToString() => Owner is null ? Member
        : IsParameter ? $"{Owner.FullName}({Member})"
        : $"[Output] {Owner.FullName}.{Member}";
}
