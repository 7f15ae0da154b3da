using SecureApi.Tests.Support;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>Asks the OpenSSL command line for its opinion, with texts as files.</summary>
public static class OpenSsl
{
    private const string Program = "/usr/bin/openssl";

    /// <summary>Runs a command; <c>{0}</c>, <c>{1}</c> in the arguments stand for files with the texts.</summary>
    /// <returns>The exit code and everything that was written.</returns>
    public static async Task<(int ExitCode, string Output)> Run(string arguments, params string[] texts)
    {
        Requires.Packages("openssl", Program);
        var folder = Directory.CreateTempSubdirectory("openssl-");
        try
        {
            var files = texts.Select((text, index) => Write(Path.Combine(folder.FullName, $"{index}.pem"), text)).ToArray<object>();
            var words = arguments.Split(' ').Select(word => string.Format(System.Globalization.CultureInfo.InvariantCulture, word, files));
            await using var process = RunningProcess.Start([Program, .. words], new Dictionary<string, string>());
            var code = await process.WaitForExit();
            return (code, string.Join('\n', process.Output.Concat(process.Errors)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Write(string path, string text)
    {
        File.WriteAllText(path, text);
        return path;
    }
}
