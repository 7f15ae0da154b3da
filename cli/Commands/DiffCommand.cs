using System.CommandLine;
using System.Text;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Configuration;
using Spectre.Console;

namespace SecureApi.Cli.Commands;

/// <summary><c>diff</c>: shows what a change of the program or of its settings does to a stack, without an account.</summary>
internal static class DiffCommand
{
    private const string StandardOutput = "-";

    // As diff(1) has it: 1 is no error.
    private const int Differs = 1;
    private const int Trouble = 2;

    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var files = new Argument<string[]>("file") { Description = "Files of `preview --json` or `pulumi stack export`: one to compare with the program, or two", Arity = new ArgumentArity(0, 2) };
        var stack = new Option<string?>("--stack", "-s") { Description = "The stack: Pulumi.<stack>.yaml; prod, or that of the file", HelpName = "name" };
        var directory = ProjectOptions.Directory();
        var reference = new Option<string?>("--base") { Description = "A git reference: compare with the program and the settings of that commit, which is built once", HelpName = "commit" };
        var with = new Option<string?>("--with") { Description = "Compare the stack with this one", HelpName = "stack" };
        var state = new Option<string?>("--state") { Description = "A file of `pulumi stack export`: what `pulumi up` would do, as far as it can be known without AWS", HelpName = "file" };
        var labels = new Option<string[]>("--label", "-l") { Description = "A label of the pull request, for the replace gate; repeat it for each", HelpName = "name", DefaultValueFactory = _ => [] };
        var markdown = new Option<string?>("--markdown") { Description = "Write a comment for a pull request to a file, or - to standard output", HelpName = "file" };
        var json = new Option<string?>("--json") { Description = "Write the difference as JSON to a file, or - to standard output", HelpName = "file" };
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit with 1 when there is a difference, with 2 on errors" };
        var command = new Command("diff", "Show what a change does: resources by intent, changed values, replacements, the gate's labels, costs")
        {
            files, stack, directory, reference, with, state, labels, markdown, json, exitCode,
        };
        command.Validators.Add(result =>
        {
            var ways = (result.GetValue(files) is { Length: > 0 } ? 1 : 0) + ((Option[])[reference, with, state]).Count(option => result.GetResult(option) is { Implicit: false });
            if (ways != 1)
                result.AddError("Say what to compare with, in one way: --base COMMIT, --with STACK, --state FILE, or one or two files.");
            if (((Option<string?>[])[markdown, json]).All(option => result.GetResult(option)?.Tokens is [{ Value: StandardOutput }]))
                result.AddError("Only one of --json and --markdown can go to standard output.");
        });
        command.SetAction(async (result, stop) =>
        {
            var request = new DiffRequest(
                result.GetValue(files) ?? [], result.GetValue(stack), result.GetValue(directory), result.GetValue(reference), result.GetValue(with), result.GetValue(state), result.GetValue(labels) ?? []);
            if (!result.GetValue(exitCode))
                return await RunAsync() is not null ? ExitCode.Success : ExitCode.Failure;
            try
            {
                return (await RunAsync()).IsEmpty ? ExitCode.Success : Differs;
            }
            catch (Exception error) when (error is UserException or ConfigException)
            {
                await host.Error.WriteLineAsync(error.Message.TrimEnd());
                return Trouble;
            }

            async Task<DiffReport> RunAsync()
            {
                var report = await new DiffRun(host, request).ReportAsync(stop);
                Write(host, report, (result.GetValue(markdown), report => Encoding.UTF8.GetBytes(DiffMarkdown.Render(report))), (result.GetValue(json), DiffJson.Write));
                return report;
            }
        });
        return command;
    }

    private static void Write(CommandHost host, DiffReport report, params (string? File, Func<DiffReport, byte[]> Render)[] formats)
    {
        var isShown = true;
        foreach (var (file, render) in formats)
        {
            if (file is null)
                continue;
            isShown &= file != StandardOutput;
            if (file == StandardOutput)
                host.Out.Write(Encoding.UTF8.GetString(render(report)));
            else
                AtomicFile.Write(Path.GetFullPath(file, host.Directory), render(report));
        }

        if (!isShown)
            return;
        var console = host.OpenConsole(wraps: true);
        DiffTerminal.Show(report, console);
        foreach (var (file, _) in formats.Where(format => format.File is not null))
            console.WriteLine($"Wrote {file}", Styles.Muted);
    }
}

/// <summary>What the diff command was asked for.</summary>
/// <param name="Files">Files to compare.</param>
/// <param name="Stack">The stack's name; null for the default.</param>
/// <param name="Directory">The project's folder; null to look for it.</param>
/// <param name="Base">The commit to compare with.</param>
/// <param name="With">The stack to compare with.</param>
/// <param name="State">The exported state to compare with.</param>
/// <param name="Labels">The labels of the pull request.</param>
internal sealed record DiffRequest(string[] Files, string? Stack, string? Directory, string? Base, string? With, string? State, string[] Labels);

/// <summary>Finds both sides of a difference.</summary>
internal sealed class DiffRun(CommandHost host, DiffRequest request)
{
    private const string DefaultStack = "prod";

    /// <summary>Compares what was asked for.</summary>
    public async Task<DiffReport> ReportAsync(CancellationToken stop)
    {
        if (request.Files is [var left, var right])
            return Report(Read(left), Read(right), left, right);
        if (request.With is { } other)
        {
            var name = request.Stack ?? DefaultStack;
            var (before, after) = (await RecordAsync(name), await RecordAsync(other));
            return Report(new RecordedFile(before.Stack, IsState: false), after, $"stack {name}", $"stack {other}", isOther: true);
        }

        if ((request.State ?? request.Files.FirstOrDefault()) is { } file)
        {
            var before = Read(file);
            if (request.State is not null && !before.IsState)
                throw new UserException($"{file} is a preview, not a state. Make it with: pulumi stack export --file {file}; or compare with the preview: diff {file}");
            return Report(before, await RecordAsync(request.Stack ?? before.Stack.Name, asDeployed: before.IsState), file, "the program");
        }

        var stack = request.Stack ?? DefaultStack;
        var program = new BaseProgram(host, Project);
        var recorded = await program.RecordAsync(request.Base!, stack, stop);
        return Report(recorded, await RecordAsync(stack), request.Base!, "the working tree", fingerprints: program.Fingerprints);
    }

    private string Project => ProjectFolder.Find(host, request.Directory);

    private RecordedFile Read(string file) => RecordedFile.Read(Path.GetFullPath(file, host.Directory));

    private async Task<(RecordedStack Stack, PreviewSubject Subject)> RecordAsync(string stack, bool asDeployed = false)
    {
        var settings = StackFileReader.Load(Project, stack);
        var subject = PreviewSubject.Create(settings, bootstrap: asDeployed && settings.IsBootstrap);
        return (await subject.RecordAsync(new RecordingOptions { Clock = host.Clock }), subject);
    }

    private DiffReport Report(RecordedFile before, (RecordedStack Stack, PreviewSubject Subject) after, string left, string right, bool isOther = false, Fingerprints? fingerprints = null) =>
        Report(before, new PreviewReport(after.Stack, after.Subject.Warnings, Prices(after.Stack)), left, right, isOther, fingerprints);

    private DiffReport Report(RecordedFile before, RecordedFile after, string left, string right) =>
        Report(before, new PreviewReport(after.Stack, [], Prices(after.Stack)), left, right, isOther: before.Stack.Name != after.Stack.Name || before.Stack.Project != after.Stack.Project, null);

    private DiffReport Report(RecordedFile before, PreviewReport after, string left, string right, bool isOther, Fingerprints? fingerprints)
    {
        fingerprints ??= Fingerprints.FromVariable(host) ?? Fingerprints.Fresh();
        var names = (RecordedStack stack) => isOther ? StackNames.Of(stack) : before.IsState ? StackNames.OfAccount(stack) : StackNames.Kept;
        var diff = StackDiff.Between(
            new ComparableStack(before.Stack, fingerprints, names(before.Stack)), new ComparableStack(after.Stack, fingerprints, names(after.Stack)), before.IsState);
        return new DiffReport(diff, after, $"from {left} to {right}", request.Labels, after.Costs.Prices);
    }

    // Two files can be compared anywhere.
    private PriceList? Prices(RecordedStack stack)
    {
        var project = request.Directory is null && request.Files.Length == 2 ? StackFileReader.FindProject(host.Directory) : Project;
        return PriceList.Find(project ?? host.Directory, stack.Region.Name);
    }
}
