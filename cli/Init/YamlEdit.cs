using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Cli.Init;

/// <summary>
/// Changes single values of a YAML text in place: comments, order and layout of everything else stay. Each change is made on the
/// text as it is after the one before.
/// </summary>
internal sealed class YamlEdit(string text)
{
    /// <summary>The text with all changes so far.</summary>
    public string Text { get; private set; } = text;

    /// <summary>Sets a value, in YAML's flow style. A key that is not there is put at the end of its map, which must exist.</summary>
    /// <param name="value">The value as YAML: <c>eu-west-1</c>, <c>[a, b]</c>.</param>
    /// <param name="path">The keys from the top.</param>
    public void Set(string value, params string[] path)
    {
        var map = Map(path[..^1]);
        if (map.Children.TryGetValue(new YamlScalarNode(path[^1]), out var old))
        {
            Replace((int)old.Start.Index, EndOf(old), value);
            return;
        }

        var last = map.Children.Last();
        var indent = new string(' ', (int)last.Key.Start.Column - 1);
        var end = LineEnd(EndOf(last.Value));
        Replace(end, end, $"{(end == 0 || Text[end - 1] == '\n' ? "" : "\n")}{indent}{path[^1]}: {value}\n");
    }

    /// <summary>Whether a key is there; the maps above it must exist.</summary>
    /// <param name="path">The keys from the top.</param>
    public bool Has(params string[] path) => Map(path[..^1]).Children.ContainsKey(new YamlScalarNode(path[^1]));

    /// <summary>Removes a key with its value and the comment right above it; nothing when it is not there.</summary>
    /// <param name="path">The keys from the top.</param>
    public void Remove(params string[] path)
    {
        var map = Map(path[..^1]);
        if (map.Children.FirstOrDefault(entry => entry.Key is YamlScalarNode { Value: { } name } && name == path[^1]) is not { Key: { } key, Value: { } value }) return;
        var start = LineStart((int)key.Start.Index);
        while (start > 0 && Text[LineStart(start - 1)..start].TrimStart().StartsWith('#')) start = LineStart(start - 1);
        Replace(start, LineEnd(EndOf(value)), "");
    }

    private YamlMappingNode Map(string[] path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Text));
        return path.Aggregate((YamlMappingNode)stream.Documents[0].RootNode, (map, key) => (YamlMappingNode)map[key]);
    }

    // The parser ends blocks at the next thing that it reads, behind blank lines and comments.
    private int EndOf(YamlNode node) => node switch
    {
        YamlMappingNode { Style: MappingStyle.Block, Children: { Count: > 0 } entries } => EndOf(entries.Last().Value),
        YamlSequenceNode { Style: SequenceStyle.Block, Children: { Count: > 0 } items } => EndOf(items[^1]),
        YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } => (int)node.Start.Index + Text[(int)node.Start.Index..(int)node.End.Index].TrimEnd().Length,
        YamlScalarNode => (int)node.End.Index,
        _ => EndOfFlow(node.Start),
    };

    // A collection in brackets: the node knows where it starts, and only the parser where it ends.
    private int EndOfFlow(Mark start)
    {
        var parser = new Parser(new StringReader(Text));
        while (parser.MoveNext() && !(parser.Current is NodeEvent && parser.Current.Start.Index == start.Index)) { }
        var depth = 0;
        do depth += parser.Current!.NestingIncrease;
        while (depth > 0 && parser.MoveNext());
        // The event lies on the closing bracket, and has no length.
        return (int)parser.Current.Start.Index + 1;
    }

    private int LineStart(int index) => index == 0 ? 0 : Text.LastIndexOf('\n', index - 1) + 1;

    private int LineEnd(int index) => Text.IndexOf('\n', index) is >= 0 and var end ? end + 1 : Text.Length;

    private void Replace(int start, int end, string value) => Text = Text[..start] + value + Text[end..];
}
