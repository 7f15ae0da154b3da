using System.Collections.Immutable;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>A small valid production stack whose configuration a test changes, key by key, before it is read from files.</summary>
internal sealed class SampleStack
{
    private const string Valid = """
        aws:region: eu-west-1
        secure-api:environment: prod
        secure-api:network: {availabilityZones: [eu-west-1a, eu-west-1b]}
        secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
        secure-api:services: {api: {pathPrefix: /}}
        """;

    private readonly YamlMappingNode _config = (YamlMappingNode)Parse(Valid);

    /// <summary>The content of <c>Pulumi.yaml</c>.</summary>
    public string ProjectFile { get; init; } = "name: secure-api\nruntime: dotnet\n";

    /// <summary>The stack's name.</summary>
    public string Name { get; init; } = "prod";

    /// <summary>Sets a value, and makes the maps on the way to it.</summary>
    /// <param name="path">Keys divided by slashes, without the namespace: <c>network/natGateways</c>.</param>
    /// <param name="yaml">The value.</param>
    public SampleStack With(string path, string yaml)
    {
        var segments = Segments(path);
        var map = _config;
        foreach (var segment in segments[..^1])
        {
            if (!map.Children.TryGetValue(segment, out var child) || child is not YamlMappingNode)
            {
                child = new YamlMappingNode();
                map.Children[segment] = child;
            }

            map = (YamlMappingNode)child;
        }

        map.Children[segments[^1]] = Parse(yaml);
        return this;
    }

    /// <summary>Takes a value away.</summary>
    public SampleStack Without(string path)
    {
        var segments = Segments(path);
        var map = segments[..^1].Aggregate(_config, (parent, segment) => (YamlMappingNode)parent.Children[segment]);
        map.Children.Remove(segments[^1]);
        return this;
    }

    /// <summary>
    /// Does what a person does with a error: writes the example where the wrong value stands. The key of the example says
    /// what it replaces: the setting itself, what the setting is part of, or (a mistyped key) the key.
    /// </summary>
    public SampleStack Fix(ConfigError error)
    {
        var example = ((YamlMappingNode)Parse(error.Example)).Children.Single();
        var key = ((YamlScalarNode)example.Key).Value!.Replace("secure-api:", string.Empty, StringComparison.Ordinal);
        var path = PathOf(error.Key);
        var place = path.FindLastIndex(segment => segment == key);
        if (place < 0)
        {
            Without(string.Join('/', path));
            place = path.Count - 1;
        }

        With(string.Join('/', path.Take(place).Append(key)), Emit(example.Value));
        return this;
    }

    /// <summary>Reads the settings from files.</summary>
    public StackConfig Load()
    {
        using var folder = new TemporaryProject(ProjectFile, Name, Emit(new YamlMappingNode("config", _config)));
        return StackFileReader.Load(folder.Path, Name);
    }

    /// <summary>The errors of the settings; none when they are valid.</summary>
    public ImmutableArray<ConfigError> Errors()
    {
        try
        {
            Load();
            return [];
        }
        catch (ConfigException error)
        {
            return error.Errors;
        }
    }

    private static string[] Segments(string path)
    {
        var segments = path.Split('/');
        if (!segments[0].Contains(':', StringComparison.Ordinal)) segments[0] = $"secure-api:{segments[0]}";
        return segments;
    }

    /// <summary>The keys of a error's key; a position in a list belongs to the list.</summary>
    private static List<string> PathOf(string key)
    {
        var text = key.Replace("secure-api:", string.Empty, StringComparison.Ordinal);
        var segments = new List<string>();
        while (text.Length > 0)
        {
            if (text.StartsWith("[\"", StringComparison.Ordinal))
            {
                var end = text.IndexOf("\"]", StringComparison.Ordinal);
                segments.Add(text[2..end]);
                text = text[(end + 2)..];
            }
            else if (text.StartsWith('['))
            {
                text = text[(text.IndexOf(']', StringComparison.Ordinal) + 1)..];
            }
            else
            {
                text = text.TrimStart('.');
                var end = text.IndexOfAny(['.', '[']);
                segments.Add(end < 0 ? text : text[..end]);
                text = end < 0 ? string.Empty : text[end..];
            }
        }

        return segments;
    }

    private static YamlNode Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents[0].RootNode;
    }

    private static string Emit(YamlNode node)
    {
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(node)).Save(text, assignAnchors: false);
        return text.ToString().Replace("...\n", string.Empty, StringComparison.Ordinal);
    }
}
