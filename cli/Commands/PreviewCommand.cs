using System.CommandLine;
using System.Text;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Diagram;
using SecureApi.Cli.Preview.Diagram.Svg;
using SecureApi.Cli.Preview.Documents;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Cli.Preview.Terminal;

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
        var stack = new Option<string>("--stack", "-s") { Description = "The stack: Pulumi.<stack>.yaml", DefaultValueFactory = _ => "prod", HelpName = "name" };
        var directory = new Option<string?>("--directory", "-C") { Description = "The project's folder, when it is not this one or one above it", HelpName = "dir" };
        var json = new Option<string?>("--json") { Description = "Write the plan in the format of `pulumi preview --json` to a file, or - to standard output", HelpName = "file" };
        var markdown = new Option<string?>("--markdown") { Description = "Write a comment for a pull request to a file, or - to standard output", HelpName = "file" };
        var mermaid = new Option<string?>("--mermaid") { Description = "Write the architecture diagram to a file, or - to standard output", HelpName = "file" };
        var svg = new Option<string?>("--svg") { Description = "Write the architecture as a picture to a file, or - to standard output", HelpName = "file" };
        var bootstrap = new Option<bool>("--bootstrap") { Description = "Show the first deployment, before any image exists" };
        var command = new Command(Name, "Show the whole stack offline: every resource with its values, and what it costs in fixed units")
        {
            stack, directory, json, markdown, mermaid, svg, bootstrap,
        };
        command.Validators.Add(result =>
        {
            Option<string?>[] files = [json, markdown, mermaid, svg];
            if (files.Count(file => result.GetResult(file)?.Tokens is [{ Value: StandardOutput }]) > 1)
                result.AddError("Only one of --json, --markdown, --mermaid and --svg can go to standard output.");
        });
        command.SetAction((result, _) => RunAsync(host, new PreviewOptions(
            result.GetValue(stack)!,
            result.GetValue(directory),
            result.GetValue(json),
            result.GetValue(markdown),
            result.GetValue(mermaid),
            result.GetValue(svg),
            result.GetValue(bootstrap))));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, PreviewOptions options)
    {
        var subject = PreviewSubject.Create(StackFileReader.Load(ProjectFolder.Find(host, options.Directory), options.Stack), options.Bootstrap);
        var settings = subject.Settings;
        var stack = await StackRecorder.RecordAsync(
            settings.Project, settings.Stack, settings.Region, stackOptions => new SecureApiStack(settings, stackOptions), new RecordingOptions { Clock = host.Clock });
        var report = new PreviewReport(stack, subject.Warnings);

        var documents = new List<(string File, byte[] Content)>();
        if (options.JsonFile is { } jsonFile)
            documents.Add((jsonFile, PlanJsonWriter.Write(report)));
        if (options.MarkdownFile is { } markdownFile)
            documents.Add((markdownFile, Encoding.UTF8.GetBytes(MarkdownReport.Render(report))));
        if (options.MermaidFile is { } mermaidFile)
            documents.Add((mermaidFile, Encoding.UTF8.GetBytes(MermaidDiagram.Render(report))));
        if (options.SvgFile is { } svgFile)
            documents.Add((svgFile, Encoding.UTF8.GetBytes(SvgDiagram.Render(report))));

        Write(host, documents, report);
        return ExitCode.Success;
    }

    private static void Write(CommandHost host, List<(string File, byte[] Content)> documents, PreviewReport report)
    {
        var showsReport = true;
        foreach (var (file, content) in documents)
        {
            if (file == StandardOutput)
            {
                showsReport = false;
                host.Out.Write(Encoding.UTF8.GetString(content));
                host.Out.Flush();
            }
            else
            {
                AtomicFile.Write(Path.GetFullPath(file, host.Directory), content);
            }
        }

        if (!showsReport)
            return;
        var screen = host.OpenScreen();
        TerminalReport.Show(report, screen);
        foreach (var (file, _) in documents)
            screen.WriteLine(Tone.Muted, $"Wrote {file}");
        screen.Flush();
    }
}
