using System.Text;
using SecureApi.Cli.Commands;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Cli.Preview;

/// <summary>Runs the program's command line in this process and keeps what it writes.</summary>
internal sealed class TestHost
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private CommandHost host;

    public TestHost(string? directory = null, bool isTerminal = false, params (string Name, string Value)[] variables) => host = new CommandHost
    {
        Out = new StringWriter(output),
        Error = new StringWriter(errors),
        Directory = directory ?? RepositoryFiles.Root,
        ProgramDirectory = Path.GetTempPath(),
        Variable = name => variables.FirstOrDefault(variable => variable.Name == name).Value,
        IsTerminal = isTerminal,
        Clock = new FixedClock(),
    };

    /// <summary>The same host with a person at it, who gives these answers.</summary>
    public TestHost Asking(params string[] answers)
    {
        host = host with { In = new StringReader(string.Join('\n', answers)), CanAsk = true };
        return this;
    }

    public string Output => output.ToString();

    public string Errors => errors.ToString();

    public Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, host);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    }
}
