using System.CommandLine;
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
        var command = new Command(Name, "Show the whole stack offline: every resource with its values, and what it costs a month")
        {
            stack, directory, json, markdown, mermaid, svg, bootstrap,
        };
        command.Validators.Add(result =>
        {
            Option<string?>[] files = [json, markdown, mermaid, svg];
            if (files.Count(file => result.GetResult(file)?.Tokens is [{ Value: StandardOutput }]) > 1)
                result.AddError("Only one of --json, --markdown, --mermaid and --svg can go to standard output.");
        });
        command.SetAction(async (result, _) =>
        {
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
