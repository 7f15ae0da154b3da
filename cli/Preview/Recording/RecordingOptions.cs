namespace SecureApi.Cli.Preview.Recording;

/// <summary>How a stack is recorded.</summary>
public sealed record RecordingOptions
{
    /// <summary>The clock of the certificates. They start with its UTC day, so that two previews of a day are the same.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether keys are made anew, so that nobody else has them and no run has those of another. A preview does without: its
    /// keys are publicly known, which is quick and the same each time.
    /// </summary>
    public bool FreshKeys { get; init; }

    /// <summary>Whether to find the file and line of each declaration. It walks the call stack and reads the debug symbols for each resource: slow.</summary>
    public bool CaptureSources { get; init; }
}
