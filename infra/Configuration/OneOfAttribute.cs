namespace SecureApi.Configuration;

/// <summary>A number from a fixed list.</summary>
public sealed class OneOfAttribute(params int[] values) : SettingRuleAttribute
{
    /// <summary>The numbers, in ascending order.</summary>
    public IReadOnlyList<int> Values => values;

    /// <inheritdoc/>
    public override string Rule => $"one of {string.Join(", ", values)}";

    /// <inheritdoc/>
    public override bool Allows(object value)
    {
        foreach (var allowed in values)
        {
            if (value is int number && number == allowed) return true;
        }

        return false;
    }
}
