using System.CommandLine;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Init;
using Spectre.Console;

namespace SecureApi.Cli.Commands;

/// <summary><c>init</c>: makes the sample stack one's own, and lists the commands that remain.</summary>
internal static class InitCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = ProjectOptions.Stack();
        var directory = ProjectOptions.Directory();
        Question[] questions =
        [
            new("--domain", "The domain that clients call", "api.acme.dev"),
            new("--hosted-zone-id", "The public hosted zone of the domain in Route 53", "Z0123456789ABCDEFGHIJ"),
            new("--region", "The AWS region", "eu-west-1"),
            new("--organization", "The organization in the name of the private CA; it stays for as long as the CA", "Acme Ltd"),
            new("--country", "Its country, two letters; empty for none", "IE") { IsOptional = true },
            new("--emails", "Who hears of alarms: e-mail addresses, separated by commas", "oncall@acme.dev"),
            new("--repository", "The repository on GitHub that deploys it; empty for none", "acme/secure-api") { IsOptional = true },
        ];
        var check = new Option<bool>("--check") { Description = "Change nothing: look which of the remaining steps are done" };
        var command = new Command("init", "Make the sample a stack of your own: asks for its values, edits Pulumi.<stack>.yaml in place, and lists what remains to do") { stack, directory, check };
        foreach (var question in questions) command.Add(question.Option);
        command.SetAction(result =>
        {
            var project = ProjectFolder.Find(host, result.GetValue(directory));
            var name = result.GetValue(stack)!;
            if (!result.GetValue(check)) Edit(host, project, name, [.. questions.Select(question => result.GetValue(question.Option))], questions);
            return Show(host, project, name, result.GetValue(check));
        });
        return command;
    }

    private static void Edit(CommandHost host, string project, string stack, string?[] given, Question[] questions)
    {
        var answers = Answers(host, given, questions);
        var values = new StackValues
        {
            Domain = answers[0]!,
            HostedZoneId = answers[1]!,
            Region = answers[2]!,
            Organization = answers[3]!,
            Country = answers[4],
            Emails = [.. answers[5]!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Repository = answers[6],
        };
        var file = Path.Combine(project, $"Pulumi.{stack}.yaml");
        var name = StackFileReader.Read(project, stack).Project;
        var text = values.ApplyTo(File.ReadAllText(file), name, DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime));
        StackValues.Check(project, stack, text, host.Clock);
        AtomicFile.Write(file, System.Text.Encoding.UTF8.GetBytes(text));
        host.OpenConsole().WriteLine($"Wrote {Path.GetFileName(file)}: {values.Domain} in {values.Region}. Read the change with: git diff");
    }

    private static string?[] Answers(CommandHost host, string?[] given, Question[] questions)
    {
        if (!host.CanAsk)
        {
            var missing = questions.Where((question, index) => given[index] is null && !question.IsOptional).ToList();
            if (missing.Count > 0)
            {
                throw new UserException("There is no terminal to ask on, and these options are missing:\n"
                    + string.Join('\n', missing.Select(question => $"  {question.Name} {question.Example}  {question.Text}")));
            }

            return [.. given.Select(Cleaned)];
        }

        return [.. questions.Select((question, index) => Cleaned(given[index] ?? Ask(host, question)))];
    }

    private static string Ask(CommandHost host, Question question)
    {
        while (true)
        {
            host.Out.Write($"{question.Text} (such as {question.Example}): ");
            var answer = host.In.ReadLine() ?? throw new UserException("The questions ended without an answer; nothing was changed.");
            if (question.IsOptional || Cleaned(answer) is not null) return answer;
        }
    }

    private static string? Cleaned(string? answer) => string.IsNullOrWhiteSpace(answer) ? null : answer.Trim();

    private static int Show(CommandHost host, string project, string stack, bool check)
    {
        var settings = StackFileReader.Load(project, stack);
        var console = host.OpenConsole();
        var open = 0;
        if (!check) console.WriteLine("What remains, in this order (docs/runbooks/first-deployment.md explains each step):", Styles.Heading);
        foreach (var (step, index) in Checklist.Of(settings).Select((step, index) => (step, index + 1)))
        {
            if (!check)
            {
                console.WriteLine($"\n{index}. {step.Title}", Styles.Component);
                foreach (var line in step.Commands) console.WriteLine($"   {line}");
                continue;
            }

            var (state, detail) = step.Look?.Invoke(new Tools(host.Variable("PATH"), project)) ?? (StepState.Unknown, "nothing to look at");
            if (state != StepState.Done) open++;
            console.Write(state switch { StepState.Done => "  done     ", StepState.Open => "  to do    ", _ => "  unknown  " }, state switch { StepState.Done => Styles.Good, StepState.Open => Styles.Warning, _ => Styles.Muted });
            console.Write($"{index}. {step.Title}");
            console.WriteLine(detail.Length > 0 ? $"  {detail}" : "", Styles.Muted);
        }

        return check && open > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>A value that is asked for, or given as an option.</summary>
    private sealed record Question(string Name, string Text, string Example)
    {
        public bool IsOptional { get; init; }

        public Option<string?> Option { get; } = new(Name) { Description = $"{Text}, such as {Example}", HelpName = "text" };
    }
}
