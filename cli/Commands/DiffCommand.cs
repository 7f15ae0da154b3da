using System.CommandLine;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Commands.StackFiles;

namespace SecureApi.Cli.Commands;

internal static class DiffCommand
{
    public static Command Create(CommandHost host)
    {
        var a = new Argument<string>("a");
        var b = new Argument<string>("b");
        var command = new Command("diff", "x") { a, b };
        command.SetAction(async (result, _) =>
        {
            async Task<RecordedStack> Rec(string s)
            {
                var subject = PreviewSubject.Create(StackFileReader.Load(s, "prod"), false);
                return await subject.RecordAsync(new RecordingOptions { Clock = host.Clock });
            }

            var f = Fingerprints.Fresh();
            var diff = StackDiff.Between(new ComparableStack(await Rec(result.GetValue(a)!), f), new ComparableStack(await Rec(result.GetValue(b)!), f));
            foreach (var c in diff.Changes)
            {
                host.Out.WriteLine($"{c.Kind} {c.Key} {string.Join(',', c.ReplacedBy)}");
                foreach (var v in c.Values)
                    host.Out.WriteLine($"     {v.Path}: {v.Before} -> {v.After} {v.Note}");
            }

            host.Out.WriteLine($"{diff.Unchanged} {string.Join(' ', diff.Unknown)}");
            host.Out.WriteLine(GateVerdict.Of(diff, []).ToText());
            return 0;
        });
        return command;
    }
}
