namespace SecureApi.Cli.Preview.Recording;

/// <summary>An argument was read before its value was there: read it again when the work has ended.</summary>
/// <param name="work">Ends when the value is there.</param>
internal sealed class NotCompletedException(Task work) : Exception("An argument was read before its value was there.")
{
    /// <summary>Ends when the value is there.</summary>
    public Task Work { get; } = work;
}
