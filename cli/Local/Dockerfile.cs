using System.Text.Json;

namespace SecureApi.Cli.Local;

/// <summary>
/// The instructions of a Dockerfile, so that a local run and the tests start exactly what the image starts.
/// It reads what the images of this repository use: one stage, no build arguments, no here-documents.
/// </summary>
public sealed class Dockerfile
{
    private readonly IReadOnlyList<(string Name, string Value)> instructions;

    private Dockerfile(string path)
    {
        Folder = Path.GetDirectoryName(path)!;
        instructions = [.. LogicalLines(File.ReadLines(path)).Select(Split)];
    }

    /// <summary>The folder that holds it: what <c>COPY</c> reads from.</summary>
    public string Folder { get; }

    /// <summary>The <c>ENV</c> values.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        Values("ENV").SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'), StringComparer.Ordinal);

    /// <summary>What the container runs: <c>ENTRYPOINT</c> followed by <c>CMD</c>, both in their JSON form.</summary>
    public IReadOnlyList<string> Command =>
        [.. Values("ENTRYPOINT").Concat(Values("CMD")).SelectMany(json => JsonSerializer.Deserialize<string[]>(json)!)];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file's path.</param>
    public static Dockerfile Read(string path) => new(path);

    /// <summary>Every value of an instruction, in order; empty when there is none.</summary>
    /// <param name="instruction">The instruction in capitals.</param>
    public IReadOnlyList<string> Values(string instruction) =>
        [.. instructions.Where(line => line.Name == instruction).Select(line => line.Value)];

    /// <summary>The value of an instruction that stands exactly once.</summary>
    /// <param name="instruction">The instruction in capitals.</param>
    public string Value(string instruction) => Values(instruction).Single();

    private static (string Name, string Value) Split(string line)
    {
        var words = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (words[0].ToUpperInvariant(), words.Length > 1 ? words[1] : "");
    }

    private static IEnumerable<string> LogicalLines(IEnumerable<string> lines)
    {
        var pending = "";
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            pending += line.TrimEnd('\\');
            if (line[^1] == '\\') continue;
            yield return pending;
            pending = "";
        }
    }
}
