using System.CommandLine;
using SecureApi.Cli.Gate;

namespace SecureApi.Cli.Commands;

/// <summary><c>gate</c>: refuses a preview that would delete or replace what a running stack cannot lose.</summary>
internal static class GateCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "The output of `pulumi preview --json`" };
        var labels = new Option<string[]>("--label", "-l") { Description = "A label of the pull request; repeat it for each", HelpName = "name", DefaultValueFactory = _ => [] };
        var command = new Command("gate", "Fail when a preview deletes or replaces a protected resource without the label for it") { file, labels };
        command.SetAction(result => Run(host, result.GetValue(file)!, result.GetValue(labels)!));
        return command;
    }

    private static int Run(CommandHost host, string file, string[] labels)
    {
        var report = ReplaceGate.Evaluate(PlannedChanges.Read(Path.GetFullPath(file, host.Directory)), labels);
        host.Out.Write(report.ToText());
        return report.Passes ? ExitCode.Success : ExitCode.Failure;
    }
}
