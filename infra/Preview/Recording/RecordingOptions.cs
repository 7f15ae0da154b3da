namespace SecureApi.Preview.Recording;

/// <summary>How a stack is recorded.</summary>
public sealed record RecordingOptions
{
    /// <summary>The clock of the certificates. They start with its UTC day, so that two previews of a day are the same.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether to find the file and line of each declaration. It walks the call stack and reads the debug symbols for each resource: slow.</summary>
    public bool CaptureSources { get; init; }
}
