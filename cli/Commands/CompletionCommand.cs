using System.CommandLine;

namespace SecureApi.Cli.Commands;

/// <summary>
/// <c>completion</c>: prints what a shell needs to complete commands and options. The shell asks the program itself, as the tools of
/// System.CommandLine do: <c>secure-api "[suggest:9]" "secure-api pr"</c>.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _secure_api() {
          local line
          COMPREPLY=()
          while IFS= read -r line; do COMPREPLY+=("$line"); done < <(secure-api "[suggest:$COMP_POINT]" "$COMP_LINE" 2> /dev/null)
        }
        complete -o default -F _secure_api secure-api
        """;

    private const string Zsh = """
        _secure_api() {
          local -a found
          found=("${(@f)$(secure-api "[suggest:$CURSOR]" "$BUFFER" 2> /dev/null)}")
          compadd -a found
        }
        compdef _secure_api secure-api
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName secure-api -ScriptBlock {
          param($word, $tree, $position)
          secure-api "[suggest:$position]" "$tree" 2> $null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    /// <summary>The command with its argument.</summary>
    public static Command Create(CommandHost host)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new Command("completion", "Print what a shell needs to complete the commands and options of secure-api") { shell };
        command.SetAction(result =>
        {
            host.Out.WriteLine(result.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => PowerShell });
            return ExitCode.Success;
        });
        return command;
    }
}
