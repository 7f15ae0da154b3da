namespace SecureApi.Configuration;

/// <summary>
/// A rule on one value that is more than a limit: it stands on the property, and the reference documentation shows it.
/// On a list it holds for every item, on a map for every value or, when <see cref="OnKeys"/>, for every key.
/// </summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public abstract class SettingRuleAttribute : Attribute
{
    /// <summary>What is asked for, after "rule" in a fault: "a host name such as api.example.com".</summary>
    public abstract string Rule { get; }

    /// <summary>True when the rule is about a map's keys.</summary>
    public virtual bool OnKeys => false;

    /// <summary>True when the value keeps the rule.</summary>
    public abstract bool Allows(object value);
}
