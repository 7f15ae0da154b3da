namespace SecureApi.Compute;

/// <summary>A directory in memory.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html"/>
/// <param name="Path">Absolute path in the container.</param>
/// <param name="SizeMiB">The most that it holds; counts towards the task's memory.</param>
/// <param name="Mode">Permissions in octal.</param>
public sealed record TmpfsMount(string Path, int SizeMiB, string Mode);
