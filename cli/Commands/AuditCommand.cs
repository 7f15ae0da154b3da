using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Reports;
using SecureApi.Cli.Audit.Rules;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Commands;

/// <summary><c>audit</c>: proves offline who can reach what, and evaluates every resource by the rules.</summary>
internal static class AuditCommand
{
    /// <summary>What people type.</summary>
    public const string Name = "audit";

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = ProjectOptions.Stack();
        var directory = ProjectOptions.Directory();
        var format = new Option<string>("--format", "-f") { Description = "text, json, markdown (the evidence that an auditor files) or sarif", DefaultValueFactory = _ => "text", HelpName = "format" };
        format.AcceptOnlyFromAmong("text", "json", "markdown", "sarif");
        var output = new Option<string?>("--output", "-o") { Description = "Write the report to a file", HelpName = "file" };
        var date = new Option<string?>("--date") { Description = "The day of the audit, as yyyy-MM-dd; today in UTC by default", HelpName = "day" };
        var bootstrap = new Option<bool>("--bootstrap") { Description = "Audit the first deployment, before any image exists" };
        date.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Day(text) is null) result.AddError($"'{text}' is not a valid date (yyyy-MM-dd).");
        });
        var command = new Command(Name, "Prove offline who can reach what, and evaluate every resource by the rules; exit code 1 on findings")
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
        var suppressions = ReadSuppressions(project);
        var configured = StackFileReader.Load(project, options.Stack);
        var subject = PreviewSubject.Create(configured, options.Bootstrap);

        // To know the lines means to walk the call stack for every resource. Only a report that shows them waits for that.
        var result = await AuditAsync(host, options, subject, suppressions, captureSources: options.Format == ReportFormat.Sarif);
        if (!result.Passes && options.Format != ReportFormat.Sarif)
            result = await AuditAsync(host, options, subject, suppressions, captureSources: true);
        if (configured.IsBootstrap)
        {
            result = result with
            {
                Assumption = options.Bootstrap
                    ? "The first deployment: repositories exist, services run no tasks."
                    : "The settings hold no image digests. The audit uses placeholder digests (sha256:0000...); it says nothing about the images.",
            };
        }

        Write(host, options, result);
        return result.Passes ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<AuditResult> AuditAsync(
        CommandHost host, AuditOptions options, PreviewSubject subject, ImmutableArray<Suppression> suppressions, bool captureSources)
    {
        var recorded = await subject.RecordAsync(new RecordingOptions { Clock = host.Clock, CaptureSources = captureSources });
        return new Auditor(RuleCatalog.All).Audit(new AuditedStack(recorded, subject.Settings), suppressions, options.Date);
    }

    private static ImmutableArray<Suppression> ReadSuppressions(string project)
    {
        var path = Path.Combine(project, SuppressionFile.FileName);
        return File.Exists(path) ? SuppressionFile.Read(path) : [];
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
            var console = host.OpenConsole();
            TextReport.Show(result, console);
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
        TextReport.Show(result, CommandHost.PlainConsole(text));
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

/// <summary>What the audit command was asked for.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Directory">The project's folder; null to look for it.</param>
/// <param name="Format">How the report is written.</param>
/// <param name="OutputFile">Where the report goes; null for standard output.</param>
/// <param name="Date">The day of the audit.</param>
/// <param name="Bootstrap">Whether to audit the first deployment.</param>
internal sealed record AuditOptions(string Stack, string? Directory, ReportFormat Format, string? OutputFile, DateOnly Date, bool Bootstrap);
