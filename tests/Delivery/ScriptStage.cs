using SecureApi.Tests.Support;

namespace SecureApi.Tests.Delivery;

/// <summary>Runs a script of the delivery with stand-ins for the commands that would ask AWS, GitHub or the registry.</summary>
internal sealed class ScriptStage : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("script-");

    /// <summary>A folder for the script's files.</summary>
    public string Folder => folder.FullName;

    /// <summary>What the stand-ins were called with, a call a line.</summary>
    public string Calls => File.Exists(CallFile) ? File.ReadAllText(CallFile) : "";

    private string CallFile => At("calls");

    private string Commands => At("commands");

    /// <summary>A path in the folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Puts a command on the path. Its body is Bash; it notes its arguments first.</summary>
    public void Stand(string command, string body)
    {
        Directory.CreateDirectory(Commands);
        var path = Path.Combine(Commands, command);
        File.WriteAllText(path, $"#!/usr/bin/bash\necho \"{command} $*\" >> '{CallFile}'\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a script of <c>scripts/</c>, or one at an absolute path.</summary>
    public async Task<(int Code, string Output, string Errors)> Run(string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        Requires.Packages("bash jq git", "/usr/bin/bash", "/usr/bin/jq", "/usr/bin/git");
        var environment = new Dictionary<string, string> { ["PATH"] = $"{Commands}:/usr/bin:/bin", ["PULUMI_STACK"] = "prod", ["HOME"] = Folder };
        foreach (var (name, value) in variables)
            environment[name] = value;
        await using var process = RunningProcess.Start(["/usr/bin/bash", Path.Combine(RepositoryFiles.At("scripts"), script), .. arguments], environment);
        return (await process.WaitForExit(), string.Join('\n', process.Output), string.Join('\n', process.Errors));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
