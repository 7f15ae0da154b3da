using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>The doc comments of an assembly as Markdown, from the file that the compiler writes beside it.</summary>
internal sealed class DocComments
{
    private readonly Dictionary<string, XElement> _members;

    private DocComments(Dictionary<string, XElement> members) => _members = members;

    public static DocComments Of(Assembly assembly) => new(
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));

    public string Summary(MethodInfo method) => Text(
        _members.Keys.FirstOrDefault(name => name.StartsWith($"M:{method.DeclaringType!.FullName}.{method.Name}(", StringComparison.Ordinal)) ?? string.Empty, "summary");

    public string Summary(PropertyInfo property) => Text(NameOf(property), "summary");

    public string Remarks(PropertyInfo property) => Text(NameOf(property), "remarks");

    private static string NameOf(PropertyInfo property) => $"P:{property.DeclaringType!.FullName}.{property.Name}";

    private string Text(string member, string element)
    {
        var text = new StringBuilder();
        foreach (var node in _members.GetValueOrDefault(member)?.Element(element)?.Nodes() ?? []) Append(text, node);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Append(StringBuilder text, XNode node)
    {
        switch (node)
        {
            case XText plain:
                text.Append(plain.Value);
                break;
            case XElement { Name.LocalName: "c" } code:
                text.Append('`').Append(code.Value).Append('`');
                break;
            case XElement { Name.LocalName: "see" } reference when reference.Attribute("cref") is { } name:
                var word = name.Value[(name.Value.LastIndexOf('.') + 1)..];
                text.Append('`').Append(char.ToLowerInvariant(word[0])).Append(word.AsSpan(1)).Append('`');
                break;
            default:
                throw new NotSupportedException($"The reference cannot show {node} in a doc comment.");
        }
    }
}
