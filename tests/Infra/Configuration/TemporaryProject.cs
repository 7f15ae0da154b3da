namespace SecureApi.Tests.Infra.Configuration;

/// <summary>A folder with a project file and one stack's file, deleted at the end.</summary>
internal sealed class TemporaryProject : IDisposable
{
    public TemporaryProject(string projectFile, string stack, string stackFile)
    {
        Path = Directory.CreateTempSubdirectory("secure-api-").FullName;
        File.WriteAllText(System.IO.Path.Combine(Path, "Pulumi.yaml"), projectFile);
        File.WriteAllText(System.IO.Path.Combine(Path, $"Pulumi.{stack}.yaml"), stackFile);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
