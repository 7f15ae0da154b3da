using SecureApi.Tests.Support;

namespace SecureApi.Tests.Delivery;

/// <summary>Runs a script of the delivery with stand-ins for the commands that would ask AWS, GitHub or the registry.</summary>
internal sealed class ScriptStage : IDisposable
{
    private readonly Dictionary<string, string> functions = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("script-");

    /// <summary>A folder for the script's files.</summary>
    public string Folder => folder.FullName;

    /// <summary>What the stand-ins were called with, a call a line.</summary>
    public string Calls => File.Exists(CallFile) ? File.ReadAllText(CallFile) : "";

    private string CallFile => At("calls");

    private string Commands => At("commands");

    /// <summary>A path in the folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>
    /// Stands in for a command. Its body is Bash; it notes its arguments first. A function of the script's own shell is much
    /// cheaper than a program; what does not call it from Bash finds the program.
    /// </summary>
    public void Stand(string command, string body)
    {
        Directory.CreateDirectory(Commands);
        var path = Path.Combine(Commands, command);
        var noted = $"echo \"{command} $*\" >> '{CallFile}'\n{body}\n";
        functions[command] = $"{command}() (\nset +eu\n{noted})\n";
        File.WriteAllText(At("functions"), string.Concat(functions.Values));
        File.WriteAllText(path, $"#!/usr/bin/bash\n{noted}");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a script of <c>scripts/</c>, or one at an absolute path.</summary>
    public async Task<(int Code, string Output, string Errors)> Run(string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        Requires.Packages("bash jq git", "/usr/bin/bash", "/usr/bin/jq", "/usr/bin/git");
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{Commands}:/usr/bin:/bin",
            ["PULUMI_STACK"] = "prod",
            ["HOME"] = Folder,

            // Bash reads it before a script.
            ["BASH_ENV"] = At("functions"),
        };
        foreach (var (name, value) in variables)
            environment[name] = value;
        await using var process = RunningProcess.Start(["/usr/bin/bash", Path.Combine(RepositoryFiles.At("scripts"), script), .. arguments], environment);
        return (await process.WaitForExit(), string.Join('\n', process.Output), string.Join('\n', process.Errors));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
