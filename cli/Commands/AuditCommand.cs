using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Controls;
using SecureApi.Cli.Audit.Reports;
using SecureApi.Cli.Audit.Waivers;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Terminal;

namespace SecureApi.Cli.Commands;

/// <summary><c>audit</c>: proves offline who can reach what, and judges every resource by the controls.</summary>
internal static class AuditCommand
{
    /// <summary>What people type.</summary>
    public const string Name = "audit";

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = new Option<string>("--stack", "-s") { Description = "The stack: Pulumi.<stack>.yaml", DefaultValueFactory = _ => "prod", HelpName = "name" };
        var directory = new Option<string?>("--directory", "-C") { Description = "The project's folder, when it is not this one or one above it", HelpName = "dir" };
        var format = new Option<string>("--format", "-f") { Description = "text, json, markdown (the evidence that an auditor files) or sarif", DefaultValueFactory = _ => "text", HelpName = "format" };
        format.AcceptOnlyFromAmong("text", "json", "markdown", "sarif");
        var output = new Option<string?>("--output", "-o") { Description = "Write the report to a file", HelpName = "file" };
        var date = new Option<string?>("--date") { Description = "The day of the audit, as yyyy-MM-dd; today in UTC by default", HelpName = "day" };
        var bootstrap = new Option<bool>("--bootstrap") { Description = "Audit the first deployment, before any image exists" };
        date.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Day(text) is null) result.AddError($"'{text}' is no day: write it as yyyy-MM-dd.");
        });
        var command = new Command(Name, "Prove offline who can reach what, and judge every resource; exit code 1 on findings")
        {
            stack, directory, format, output, date, bootstrap,
        };
        command.SetAction((result, _) => RunAsync(host, new AuditOptions(
            result.GetValue(stack)!,
            result.GetValue(directory),
            Enum.Parse<ReportFormat>(result.GetValue(format)!, ignoreCase: true),
            result.GetValue(output),
            result.GetValue(date) is { } text ? Day(text)!.Value : DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime),
            result.GetValue(bootstrap))));
        return command;
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static async Task<int> RunAsync(CommandHost host, AuditOptions options)
    {
        var project = ProjectFolder.Find(host, options.Directory);
        var waivers = ReadWaivers(project);
        var configured = StackFileReader.Load(project, options.Stack);
        var subject = PreviewSubject.Create(configured, options.Bootstrap);

        // To know the lines means to walk the call stack for every resource. Only a report that shows them waits for that.
        var result = await AuditAsync(host, options, subject, waivers, captureSources: options.Format == ReportFormat.Sarif);
        if (!result.Passes && options.Format != ReportFormat.Sarif)
            result = await AuditAsync(host, options, subject, waivers, captureSources: true);
        if (configured.IsBootstrap)
        {
            result = result with
            {
                Assumption = options.Bootstrap
                    ? "The first deployment: repositories exist, services run no tasks."
                    : "The settings hold no image digests. The audit stands in digests that no image has (sha256:0000...); it says nothing about the images.",
            };
        }

        Write(host, options, result);
        return result.Passes ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<AuditResult> AuditAsync(
        CommandHost host, AuditOptions options, PreviewSubject subject, ImmutableArray<Waiver> waivers, bool captureSources)
    {
        var settings = subject.Settings;
        var recorded = await StackRecorder.RecordAsync(
            settings.Project,
            settings.Stack,
            settings.Region,
            stackOptions => new SecureApiStack(settings, stackOptions),
            new RecordingOptions { Clock = host.Clock, CaptureSources = captureSources });
        return new Auditor(ControlCatalog.All()).Audit(new AuditedStack(recorded, settings), waivers, options.Date);
    }

    private static ImmutableArray<Waiver> ReadWaivers(string project)
    {
        var path = Path.Combine(project, WaiverFile.FileName);
        try
        {
            return File.Exists(path) ? WaiverFile.Read(path) : [];
        }
        catch (WaiverFileException error)
        {
            throw new CommandException(error.Message, error);
        }
    }

    private static void Write(CommandHost host, AuditOptions options, AuditResult result)
    {
        var content = options.Format switch
        {
            ReportFormat.Json => JsonReport.Write(result),
            ReportFormat.Markdown => Encoding.UTF8.GetBytes(EvidenceReport.Render(result)),
            ReportFormat.Sarif => SarifReport.Write(result),
            _ => null,
        };
        if (content is null && options.OutputFile is null)
        {
            var screen = host.OpenScreen();
            TextReport.Show(result, screen);
            screen.Flush();
            return;
        }

        content ??= Plain(result);
        if (options.OutputFile is null or "-")
        {
            host.Out.Write(Encoding.UTF8.GetString(content));
            host.Out.Flush();
            return;
        }

        AtomicFile.Write(Path.GetFullPath(options.OutputFile, host.Directory), content);
        host.Out.WriteLine($"{AuditText.Summary(result)} Wrote {options.OutputFile}");
    }

    private static byte[] Plain(AuditResult result)
    {
        using var text = new StringWriter();
        var screen = new PlainScreen(text);
        TextReport.Show(result, screen);
        screen.Flush();
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
