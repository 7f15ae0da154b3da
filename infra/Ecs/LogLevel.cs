namespace SecureApi.Ecs;

/// <summary>The least severe message that the gateway writes to its error log.</summary>
public enum LogLevel
{
    /// <summary>Everything.</summary>
    Debug,

    /// <summary>Normal events.</summary>
    Info,

    /// <summary>What may need a look.</summary>
    Warn,

    /// <summary>What went wrong.</summary>
    Error,
}
