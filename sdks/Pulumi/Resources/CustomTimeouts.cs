namespace Pulumi;

/// <summary>How long the engine waits for an operation on a resource.</summary>
public sealed class CustomTimeouts
{
    /// <summary>The longest time for a creation.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>The longest time for an update.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>The longest time for a deletion.</summary>
    public TimeSpan? Delete { get; set; }

    internal static CustomTimeouts? Clone(CustomTimeouts? timeouts)
        => timeouts is null
            ? null
            : new CustomTimeouts { Create = timeouts.Create, Update = timeouts.Update, Delete = timeouts.Delete };
}
