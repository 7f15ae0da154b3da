namespace SecureApi.Cli.Preview.Recording;

/// <summary>Results of work that has ended.</summary>
internal static class Completed
{
    /// <summary>The result of <paramref name="task"/>.</summary>
    /// <exception cref="NotCompletedException">The work goes on.</exception>
    public static T Result<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new NotCompletedException(task);
}
