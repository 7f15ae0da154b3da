using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit;

/// <summary>A container of a task definition.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"/>
public sealed record DeclaredContainer
{
    /// <summary>The type token of a task definition.</summary>
    public const string TaskDefinition = "aws:ecs/taskDefinition:TaskDefinition";

    private const string Property = "containerDefinitions";

    /// <summary>The task definition.</summary>
    public required RecordedResource Resource { get; init; }

    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>The container's definition.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>The image.</summary>
    public string Image => Text("image") ?? "";

    /// <summary>The ports that the container listens on.</summary>
    public IEnumerable<int> Ports => Items("portMappings")
        .Select(mapping => mapping.TryGetProperty("containerPort", out var port) ? port.GetInt32() : 0);

    /// <summary>Plain settings by environment variable.</summary>
    public IEnumerable<(string Name, string Value)> Environment => Items("environment")
        .Select(pair => (Text(pair, "name") ?? "", Text(pair, "value") ?? ""));

    /// <summary>Secrets by environment variable: where each comes from.</summary>
    public IEnumerable<(string Name, string From)> Secrets => Items("secrets")
        .Select(pair => (Text(pair, "name") ?? "", Text(pair, "valueFrom") ?? ""));

    /// <summary>The containers of all task definitions.</summary>
    /// <param name="stack">The stack.</param>
    /// <exception cref="JsonException">An argument is not an array of objects.</exception>
    internal static ImmutableArray<DeclaredContainer> In(AuditedStack stack) => [.. stack.OfType(TaskDefinition).SelectMany(In)];

    private static IEnumerable<DeclaredContainer> In(RecordedResource taskDefinition) =>
        from container in JsonSerializer.Deserialize<JsonElement[]>(taskDefinition.Inputs.Text(Property) ?? "[]")
        select new DeclaredContainer { Resource = taskDefinition, Name = Text(container, "name") ?? "", Definition = container };

    /// <summary>The text of a member, at a path with dots; null when it is absent.</summary>
    /// <param name="path">Such as <c>logConfiguration.logDriver</c>.</param>
    public string? Text(string path) => Find(path) is { ValueKind: JsonValueKind.String } element ? element.GetString() : null;

    /// <summary>True when a member is set to true.</summary>
    /// <param name="path">The member.</param>
    public bool IsTrue(string path) => Find(path) is { ValueKind: JsonValueKind.True };

    /// <summary>The texts of a list.</summary>
    /// <param name="path">Such as <c>linuxParameters.capabilities.drop</c>.</param>
    public ImmutableArray<string> Texts(string path) => Find(path) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    /// <summary>An evaluation of this container.</summary>
    /// <param name="compliant">Whether it complies.</param>
    /// <param name="problem">What is wrong, after the container's name.</param>
    /// <param name="paths">The members on which the evaluation rests.</param>
    public Evaluation Evaluate(bool compliant, string problem, params ImmutableArray<string> paths) => Evaluation.Of(
        Resource, compliant, $"Container {Name} {problem}.", [.. paths.Select(Quote)]);

    /// <summary>Evidence: a member of the definition.</summary>
    /// <param name="path">The member; not one that could hold a secret.</param>
    public Evidence Quote(string path) => new($"{Property}.{Name}.{path}", Find(path)?.GetRawText() ?? "(not set)");

    private JsonElement? Find(string path)
    {
        var element = Definition;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return element;
    }

    private JsonElement.ArrayEnumerator Items(string path) =>
        Find(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
