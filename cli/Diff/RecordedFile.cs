using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Diff;

/// <summary>A stack that stands in a file: what <c>preview --json</c>, <c>pulumi preview --json</c> or <c>pulumi stack export</c> wrote.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="IsState">Whether it is what was deployed, with the values that AWS and the providers added.</param>
/// <remarks>The engine's types: PreviewDigest (sdk/go/common/display), ResourceV3 and DeploymentV3 (sdk/go/common/apitype) of pulumi/pulumi.</remarks>
internal sealed record RecordedFile(RecordedStack Stack, bool IsState)
{
    // How the engine writes what JSON has no form for.
    private const string UnknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private const string SignatureKey = "4dabf18193072939515e22adb298388d";
    private const string SecretSignature = "1b47061264138c4ac30d75fd1eb44270";
    private const string OutputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    private const string Defaults = "__defaults";
    private const string StackType = ResourceUrn.StackType;
    private static readonly string MaskStart = SecretText.Mask[..^1] + " ";

    /// <summary>How a secret is written together with its fingerprint.</summary>
    public static string Mask(Fingerprint fingerprint) => $"{MaskStart}{fingerprint.Value}]";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserException">The file cannot be read, or is none of these.</exception>
    public static RecordedFile Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            return From(json.RootElement);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {error.Message}", error);
        }
        catch (JsonException error)
        {
            throw new UserException($"{path} is not one JSON document (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}).", error);
        }
        catch (UserException error)
        {
            throw new UserException($"{path}: {error.Message}", error);
        }
    }

    private static RecordedFile From(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            if (List(root, "steps") is { } steps)
                return new(ToStack(Previewed(root, steps), isState: false), IsState: false);
            var deployment = Member(root, "deployment") ?? (Member(root, "checkpoint") is { } checkpoint ? Member(checkpoint, "latest") : null);
            if (deployment is { ValueKind: JsonValueKind.Object } state)
            {
                // An empty stack has no list.
                var resources = List(state, "resources") is { } list ? list.EnumerateArray().Where(resource => !Is(resource, "delete")) : [];
                return new(ToStack(resources, isState: true), IsState: true);
            }
        }

        throw new UserException("this is neither the output of preview --json nor that of pulumi stack export");
    }

    // What is there after the preview.
    private static Dictionary<string, JsonElement>.ValueCollection Previewed(JsonElement root, JsonElement steps)
    {
        var states = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var step in steps.EnumerateArray())
        {
            if (Text(step, "op") is "delete" or "delete-replaced" or "discard" || Member(step, "newState") is not { ValueKind: JsonValueKind.Object } state)
                continue;
            states[Text(state, "urn") ?? throw Broken("a step has no 'urn'")] = state;
        }

        if (states.Count == 0)
            throw new UserException("no step has a 'newState': either the stack is empty, or the file comes from a version that does not write what a diff needs");
        if (Member(root, "changeSummary") is { ValueKind: JsonValueKind.Object } summary && Member(summary, "same") is { ValueKind: JsonValueKind.Number } same
            && same.GetInt32() > 0 && !steps.EnumerateArray().Any(step => Text(step, "op") == "same"))
        {
            throw new UserException($"the file leaves out {same.GetInt32()} unchanged resources. Make it with: pulumi preview --json --show-sames");
        }

        return states.Values;
    }

    private static RecordedStack ToStack(IEnumerable<JsonElement> states, bool isState)
    {
        var byUrn = new Dictionary<string, RecordedResource>(StringComparer.Ordinal);
        RecordedResource? root = null;
        var all = ImmutableArray.CreateBuilder<RecordedResource>();
        foreach (var state in states)
        {
            var urn = Text(state, "urn") ?? throw Broken("a resource has no 'urn'");
            var parsed = ResourceUrn.Parse(urn);
            var type = Text(state, "type") ?? parsed.Type;
            root ??= type == StackType ? null : Root(parsed);

            // The engine makes these for resources without a provider of their own.
            if (type.StartsWith("pulumi:providers:", StringComparison.Ordinal) && parsed.Name.StartsWith("default", StringComparison.Ordinal) && isState)
                continue;
            var parent = Text(state, "parent") is { } above && byUrn.TryGetValue(above, out var known) ? known : root;
            var resource = Resource(state, parsed, type, type == StackType ? null : parent, isState);
            if (type == StackType)
                root = resource;
            if (byUrn.TryAdd(urn, resource) && type != StackType)
                all.Add(resource);
        }

        if (root is null)
            throw new UserException("the stack is empty");
        var stack = ResourceUrn.Parse(root.Urn);
        return new(stack.Project, stack.Stack, RegionOf(all), [root, .. all], []);
    }

    private static AwsRegion RegionOf(IEnumerable<RecordedResource> resources)
    {
        var name = resources.Where(resource => resource.Type == "pulumi:providers:aws").Select(provider => provider.Inputs.Text("region")).FirstOrDefault(region => region is not null)
            ?? resources.Select(resource => resource.Outputs.Text("arn")?.Split(':')).FirstOrDefault(arn => arn is [_, _, _, { Length: > 0 }, ..])?[3];
        return AwsRegion.TryParse(name, out var region) ? region : throw Broken("no resource tells the AWS region");
    }

    // A preview of the engine may leave the stack itself out.
    private static RecordedResource Root(ResourceUrn any)
    {
        var name = $"{any.Project}-{any.Stack}";
        using var nothing = JsonDocument.Parse("{}");
        return Resource(nothing.RootElement, new ResourceUrn(any.Stack, any.Project, StackType, name), StackType, null, isState: false);
    }

    private static RecordedResource Resource(JsonElement state, ResourceUrn urn, string type, RecordedResource? parent, bool isState)
    {
        var inputs = Map(state, "inputs");
        return new RecordedResource
        {
            Urn = urn.ToString(),
            Type = type,
            Name = urn.Name,
            Parent = parent,
            IsCustom = Is(state, "custom"),
            Id = Text(state, "id"),
            Provider = null,
            Inputs = isState ? AsDeclared(type, inputs) : inputs,
            Outputs = Map(state, "outputs"),
            Dependencies = Texts(state, "dependencies"),
            PropertyDependencies = Member(state, "propertyDependencies") is { ValueKind: JsonValueKind.Object } dependencies
                ? [.. dependencies.EnumerateObject().Select(entry => new PropertyDependency(entry.Name, Texts(dependencies, entry.Name)))]
                : [],
            Protect = Is(state, "protect"),
            IgnoreChanges = Texts(state, "ignoreChanges"),
            DeleteBeforeReplace = false,
            ReplaceOnChanges = Texts(state, "replaceOnChanges"),
            RetainOnDelete = Is(state, "retainOnDelete"),
            Timeouts = null,
            AdditionalSecretOutputs = [],
            Aliases = Texts(state, "aliases"),
            Source = null,
        };
    }

    // The bridge notes in each object which of its values are the provider's defaults. Tags with the provider's own are a copy.
    private static RecordedMap AsDeclared(string type, RecordedMap inputs)
    {
        var declared = (RecordedMap)WithoutDefaults(inputs);
        return new RecordedMap(declared.Where(entry =>
            !entry.Key.StartsWith("__", StringComparison.Ordinal)
            && entry.Key != "tagsAll"
            && !(type.StartsWith("pulumi:providers:", StringComparison.Ordinal) && entry.Key is "version" or "pluginDownloadURL")));
    }

    private static RecordedValue WithoutDefaults(RecordedValue value) => value switch
    {
        RecordedMap map => new RecordedMap(map
            .Where(entry => entry.Key != Defaults && !map.List(Defaults).Texts.Contains(entry.Key))
            .Select(entry => KeyValuePair.Create(entry.Key, WithoutDefaults(entry.Value)))),
        RecordedList list => new RecordedList([.. list.Select(WithoutDefaults)]),
        _ => value,
    };

    private static RecordedMap Map(JsonElement state, string name) =>
        Member(state, name) is { ValueKind: JsonValueKind.Object } map && Value(map) is RecordedMap values ? values : RecordedMap.Empty;

    private static RecordedValue Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when Text(element, SignatureKey) is { } signature => signature switch
        {
            SecretSignature => new RecordedSecret(RecordedUnknown.Instance),
            OutputSignature => RecordedUnknown.Instance,
            _ => new RecordedText("[Asset]"),
        },
        JsonValueKind.Object => new RecordedMap(element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Value(member.Value)))),
        JsonValueKind.Array => new RecordedList([.. element.EnumerateArray().Select(Value)]),
        JsonValueKind.String => Plain(element.GetString()!),
        JsonValueKind.Number => new RecordedNumber(element.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => new RecordedBoolean(element.GetBoolean()),
        _ => RecordedNull.Instance,
    };

    private static RecordedValue Plain(string text) => text switch
    {
        UnknownValue => RecordedUnknown.Instance,
        SecretText.Mask => new RecordedSecret(RecordedUnknown.Instance),
        _ when text.StartsWith(MaskStart, StringComparison.Ordinal) && text.EndsWith(']') => new RecordedSecret(new Fingerprint(text[MaskStart.Length..^1])),
        _ => new RecordedText(text),
    };

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? List(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool Is(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.True };

    private static ImmutableArray<string> Texts(JsonElement element, string name) =>
        List(element, name) is { } list ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];

    private static UserException Broken(string what) => new($"{what}: this is not the output of preview --json or pulumi stack export, or that of an unknown version");
}
