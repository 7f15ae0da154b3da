using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Diagram;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;
using Spectre.Console;

namespace SecureApi.Cli.Commands;

/// <summary><c>preview</c>: shows what the stack would declare, without an account, an engine or a network.</summary>
internal static class PreviewCommand
{
    /// <summary>What people type.</summary>
    public const string Name = "preview";

    private const string StandardOutput = "-";

    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = ProjectOptions.Stack();
        var directory = ProjectOptions.Directory();
        var json = new Option<string?>("--json") { Description = "Write the plan in the format of `pulumi preview --json` to a file, or - to standard output", HelpName = "file" };
        var markdown = new Option<string?>("--markdown") { Description = "Write a comment for a pull request to a file, or - to standard output", HelpName = "file" };
        var mermaid = new Option<string?>("--mermaid") { Description = "Write the architecture diagram to a file, or - to standard output", HelpName = "file" };
        var svg = new Option<string?>("--svg") { Description = "Write the architecture as a picture to a file, or - to standard output", HelpName = "file" };
        var bootstrap = new Option<bool>("--bootstrap") { Description = "Show the first deployment, before any image exists" };
        var watch = new Option<bool>("--watch") { Description = "Show it again whenever a settings file or the code changes, until Ctrl-C; needs the clone and the .NET SDK" };
        var command = new Command(Name, "Show the whole stack offline: every resource with its values, and what it costs a month")
        {
            stack, directory, json, markdown, mermaid, svg, bootstrap, watch,
        };
        command.Validators.Add(result =>
        {
            Option<string?>[] files = [json, markdown, mermaid, svg];
            if (files.Count(file => result.GetResult(file)?.Tokens is [{ Value: StandardOutput }]) > 1)
                result.AddError("Only one of --json, --markdown, --mermaid and --svg can go to standard output.");
            var paths = files.Select(file => result.GetResult(file)?.Tokens is [var token] && token.Value != StandardOutput ? Path.GetFullPath(token.Value, host.Directory) : null).OfType<string>().ToList();
            if (paths.Distinct(StringComparer.Ordinal).Count() < paths.Count)
                result.AddError("--json, --markdown, --mermaid and --svg need a file each: two of them name the same one.");
        });
        command.SetAction(async (result, _) =>
        {
            if (result.GetValue(watch)) return await WatchAsync(host, result.GetValue(directory), result.Tokens.Select(token => token.Value));
            var report = await ReportAsync(host, result.GetValue(stack)!, result.GetValue(directory), result.GetValue(bootstrap));
            (string? File, Func<PreviewReport, byte[]> Write)[] formats =
            [
                (result.GetValue(json), report => PlanJson.Write(report, Fingerprints.FromVariable(host))),
                (result.GetValue(markdown), report => Encoding.UTF8.GetBytes(MarkdownReport.Render(report))),
                (result.GetValue(mermaid), report => Encoding.UTF8.GetBytes(MermaidDiagram.Render(report))),
                (result.GetValue(svg), report => Encoding.UTF8.GetBytes(SvgDiagram.Render(report))),
            ];
            Write(host, report, [.. from format in formats where format.File is not null select (format.File, format.Write(report))]);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Leaves the watching to <c>dotnet watch</c>: it knows the code's files, and Cli.csproj names the settings' files.</summary>
    private static async Task<int> WatchAsync(CommandHost host, string? directory, IEnumerable<string> arguments)
    {
        var project = Path.Combine(ProjectFolder.Find(host, directory), "cli", "Cli.csproj");
        if (!File.Exists(project)) throw new UserException($"--watch builds the program again, and there is no {project}. Call it in a clone of the repository.");
        var start = new ProcessStartInfo("dotnet", ["watch", "--no-hot-reload", "--project", project, "--", .. arguments.Where(argument => argument != "--watch")])
        {
            WorkingDirectory = host.Directory,
        };
        try
        {
            using var watcher = Process.Start(start)!;
            await watcher.WaitForExitAsync();
            return watcher.ExitCode;
        }
        catch (Win32Exception error)
        {
            throw new UserException($"--watch needs the .NET SDK: dotnet cannot be started ({error.Message}).", error);
        }
    }

    private static async Task<PreviewReport> ReportAsync(CommandHost host, string stackName, string? directory, bool bootstrap)
    {
        var project = ProjectFolder.Find(host, directory);
        var subject = PreviewSubject.Create(StackFileReader.Load(project, stackName), bootstrap);
        var stack = await subject.RecordAsync(new RecordingOptions { Clock = host.Clock });
        return new PreviewReport(stack, subject.Warnings, PriceList.Find(project, stack.Region.Name));
    }

    private static void Write(CommandHost host, PreviewReport report, List<(string File, byte[] Content)> documents)
    {
        foreach (var (file, content) in documents)
        {
            if (file == StandardOutput)
                host.Out.Write(Encoding.UTF8.GetString(content));
            else
                AtomicFile.Write(Path.GetFullPath(file, host.Directory), content);
        }

        if (documents.Exists(document => document.File == StandardOutput))
            return;
        var console = host.OpenConsole(wraps: true);
        TerminalReport.Show(report, console);
        foreach (var (file, _) in documents)
            console.WriteLine($"Wrote {file}", Styles.Muted);
    }
}
