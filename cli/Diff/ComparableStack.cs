using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Diff;

/// <summary>
/// A recorded stack in the form in which two of them can be compared, also when they were recorded on different days, by different
/// programs, or stand for different stacks: JSON documents spelled out, values of other resources as references
/// (<c>${Vpc:secure-api-prod.id}</c>), certificates by what they say, secrets by a fingerprint.
/// </summary>
internal sealed partial class ComparableStack
{
    private const int ShortestReference = 8;
    private const string PrivateKey = "tls:index/privateKey:PrivateKey";

    private readonly Dictionary<string, List<Reference>> references = new(StringComparer.Ordinal);
    private readonly StackNames names;
    private readonly Fingerprints fingerprints;

    /// <summary>Prepares a stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="fingerprints">Makes the fingerprints of secrets.</param>
    /// <param name="names">Takes the stack's own name out of texts.</param>
    public ComparableStack(RecordedStack stack, Fingerprints fingerprints, StackNames? names = null)
    {
        (Stack, this.fingerprints, this.names) = (stack, fingerprints, names ?? StackNames.Kept);

        // What a resource depends on comes before it.
        foreach (var resource in stack.Resources.Where(resource => resource.IsCustom))
            references[resource.Urn] = ReferencesTo(resource);
        Resources = stack.Resources.Skip(1).Select(Prepare).ToDictionary(resource => resource.Key, StringComparer.Ordinal);
    }

    /// <summary>The stack itself.</summary>
    public RecordedStack Stack { get; }

    /// <summary>Its resources by their URN without the stack's name, in the order of declaration.</summary>
    public IReadOnlyDictionary<string, ComparableResource> Resources { get; }

    /// <summary>What identifies a resource in both stacks.</summary>
    public string KeyOf(string urn) => names.Neutral(ResourceUrn.Parse(urn) is var parsed ? $"{parsed.QualifiedType}::{parsed.Name}" : urn);

    /// <summary>How values of the resource's outputs begin.</summary>
    public string LabelOf(RecordedResource resource) =>
        names.Neutral($"{(resource.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal) ? "Provider" : resource.Type[(resource.Type.LastIndexOf(':') + 1)..])}:{resource.Name}");

    private ComparableResource Prepare(RecordedResource resource)
    {
        var inputs = resource.Inputs.Select((property, value) =>
        {
            var sources = resource.PropertyDependencies.Where(dependency => dependency.Property == property).SelectMany(dependency => dependency.Urns).ToList();
            return Comparable(value, new Context([.. KnownTo(resource, property)], sources.Exists(urn => Stack.Find(urn)?.Type == PrivateKey), IsSecret: false));
        });
        return new(KeyOf(resource.Urn), LabelOf(resource), resource, inputs);
    }

    private RecordedValue Comparable(RecordedValue value, Context context) => value switch
    {
        RecordedSecret { Revealed: RecordedUnknown } => value,
        RecordedSecret { Revealed: Fingerprint made } => made.IsOf(fingerprints) ? value : new RecordedSecret(RecordedUnknown.Instance),
        RecordedSecret secret => new RecordedSecret(fingerprints.Of(Comparable(secret.Revealed, context with { IsSecret = true }))),
        RecordedMap map => map.Select((_, entry) => Comparable(entry, context)),
        RecordedList list => new RecordedList([.. list.Select(item => Comparable(item, context))]),
        RecordedText text when text.Value.AsSpan().TrimStart() is ['{' or '[', ..] && JsonValues.Parse(text.Value) is { } json and (RecordedMap or RecordedList) =>
            Comparable(json, context),
        RecordedText text => new RecordedText(Plain(text.Value, context)),
        _ => value,
    };

    private string Plain(string text, Context context)
    {
        var plain = names.Neutral(PemSummary.Of(Refer(text, context.Known.Where(reference => context.IsSecret || !reference.IsSecret)), withKeys: true));
        return context.IsFromKey ? KeyDigest().Replace(plain, "(digest of a key)") : plain;
    }

    // The longest first, so that an ARN is not taken for the id at its end.
    private static string Refer(string text, IEnumerable<Reference> candidates)
    {
        if (text.Length == 0)
            return text;
        var known = candidates.ToList();
        if (known.FirstOrDefault(reference => reference.Value == text) is { } whole)
            return whole.Label;
        var found = new List<string>();
        foreach (var reference in known.Where(reference => reference.Value.Length >= ShortestReference).OrderByDescending(reference => reference.Value.Length))
        {
            if (!text.Contains(reference.Value, StringComparison.Ordinal))
                continue;
            text = text.Replace(reference.Value, $"\u0001{found.Count}\u0002", StringComparison.Ordinal);
            found.Add(reference.Label);
        }

        return found.Count == 0 ? text : Marker().Replace(text, match => found[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);
    }

    private List<Reference> ReferencesTo(RecordedResource resource)
    {
        var values = new List<Reference>();
        if (resource.Id is { Length: > 0 } id)
            Add(id, "id", isSecret: false);
        foreach (var name in resource.Outputs.Names.OrderBy(name => name is "arn" ? 0 : 1))
            AddAll(resource.Outputs[name]!, name, isSecret: false);
        return values;

        void AddAll(RecordedValue output, string path, bool isSecret)
        {
            switch (output.Revealed)
            {
                case RecordedText { Value.Length: > 0 } text:
                    Add(text.Value, path, isSecret || output is RecordedSecret);
                    break;
                case RecordedList list:
                    foreach (var (index, item) in list.Index())
                        AddAll(item, $"{path}[{index}]", isSecret || output is RecordedSecret);
                    break;
                case RecordedMap map:
                    foreach (var (name, entry) in map)
                        AddAll(entry, $"{path}.{name}", isSecret || output is RecordedSecret);
                    break;
            }
        }

        void Add(string value, string path, bool isSecret)
        {
            const int ShortestNested = 16;

            // Accounts and regions are everybody's.
            if (value == Stack.Region.Name || Account().IsMatch(value) || (value.Length < ShortestNested && path.AsSpan().ContainsAny('.', '[')))
                return;
            if (Repeated(resource, value) is not { } source)
                values.Add(new(value, $"${{{LabelOf(resource)}.{path}}}", isSecret));
            else if (source.StartsWith("${", StringComparison.Ordinal))
                values.Add(new(value, source, isSecret));
        }
    }

    // An output that only repeats an argument is what the argument is: plain text, or the output of another resource.
    private string? Repeated(RecordedResource resource, string value)
    {
        foreach (var (property, input) in resource.Inputs)
        {
            if (input is RecordedText text && text.Value == value)
                return Refer(value, KnownTo(resource, property));
        }

        return null;
    }

    private IEnumerable<Reference> KnownTo(RecordedResource resource, string property) =>
        resource.PropertyDependencies.Where(dependency => dependency.Property == property)
            .SelectMany(dependency => dependency.Urns).Where(references.ContainsKey).SelectMany(urn => references[urn]);

    [GeneratedRegex("\u0001([0-9]+)\u0002")]
    private static partial Regex Marker();

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex Account();

    // What comes from a key is another one in each account; an image's digest is the stack's own.
    [GeneratedRegex("(?<!sha256:|[0-9a-f])[0-9a-f]{24,}")]
    private static partial Regex KeyDigest();

    private sealed record Reference(string Value, string Label, bool IsSecret);

    private sealed record Context(IReadOnlyList<Reference> Known, bool IsFromKey, bool IsSecret);
}

/// <summary>A resource whose arguments can be compared.</summary>
/// <param name="Key">What identifies it in both stacks.</param>
/// <param name="Label">How the values of its outputs begin.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Inputs">Its arguments.</param>
internal sealed record ComparableResource(string Key, string Label, RecordedResource Resource, RecordedMap Inputs);

/// <summary>Takes a stack's own names out of texts, so that two stacks can be compared.</summary>
internal sealed class StackNames
{
    private readonly (string Name, string Neutral)[] forms;

    private StackNames(params (string, string)[] forms) => this.forms = forms;

    /// <summary>Leaves texts as they are: both sides are the same stack.</summary>
    public static StackNames Kept { get; } = new();

    /// <summary>Puts <c>{account}</c> in place of the account's number: a preview has a made-up one.</summary>
    public static StackNames OfAccount(RecordedStack stack) =>
        stack.Resources.Select(resource => resource.Outputs.Text("arn")?.Split(':')).Where(arn => arn is [_, _, _, _, { Length: 12 }, ..]).Select(arn => arn![4])
            .CountBy(account => account).OrderByDescending(account => account.Value).Select(account => account.Key).FirstOrDefault() is { } account
            ? new((account, "{account}")) : Kept;

    /// <summary>Puts <c>{stack}</c> in place of the names of <paramref name="stack"/>.</summary>
    public static StackNames Of(RecordedStack stack)
    {
        var root = stack.Resources.FirstOrDefault(resource => !resource.IsCustom && resource != stack.Root)?.Name ?? $"{stack.Project}-{stack.Name}";
        return new(
            (root, $"{stack.Project}-{{stack}}"),
            ($"{stack.Project}-{stack.Name}", $"{stack.Project}-{{stack}}"),
            ($"{stack.Project}/{stack.Name}", $"{stack.Project}/{{stack}}"),
            ($"{stack.Name}.{stack.Project}", $"{{stack}}.{stack.Project}"));
    }

    /// <summary>The text without the stack's names.</summary>
    public string Neutral(string text)
    {
        foreach (var (name, neutral) in forms)
            text = text.Replace(name, neutral, StringComparison.Ordinal);
        return text;
    }
}

/// <summary>
/// Tells secrets apart without showing them: a keyed hash that means nothing to who does not have the key. The key never leaves
/// the machine.
/// </summary>
internal sealed class Fingerprints(byte[] key)
{
    /// <summary>The variable with the key, in hexadecimal, with which <c>preview --json</c> writes fingerprints beside the masks.</summary>
    public const string Variable = "SECURE_API_FINGERPRINT_KEY";

    /// <summary>Fingerprints with a key that nobody else has.</summary>
    public static Fingerprints Fresh() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Fingerprints with the key of <see cref="Variable"/>; null where it is not set.</summary>
    /// <exception cref="UserException">The variable holds no key.</exception>
    public static Fingerprints? FromVariable(CommandHost host)
    {
        const int ShortestKey = 32;
        if (host.Variable(Variable) is not { Length: > 0 } text)
            return null;
        return text.Length >= 2 * ShortestKey && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            ? new Fingerprints(Convert.FromHexString(text))
            : throw new UserException($"{Variable} must be a key of {ShortestKey} bytes or more in hexadecimal, such as: openssl rand -hex {ShortestKey}");
    }

    /// <summary>The key, in hexadecimal.</summary>
    public string Key => Convert.ToHexStringLower(key);

    /// <summary>The fingerprint of a value.</summary>
    public Fingerprint Of(RecordedValue value) =>
        new($"{Id}:{Hash(Canonical(value))[..24]}");

    /// <summary>Names the key without telling it: fingerprints of different keys cannot be compared.</summary>
    public string Id => Hash("id")[..8];

    private string Hash(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static string Canonical(RecordedValue value) => value switch
    {
        RecordedText text => $"t{text.Value.Length}:{text.Value}",
        RecordedMap map => $"m{map.Count}:{string.Concat(map.Select(entry => $"{entry.Key.Length}:{entry.Key}{Canonical(entry.Value)}"))}",
        RecordedList list => $"l{list.Count}:{string.Concat(list.Select(Canonical))}",
        _ => value.Revealed.ToString()!,
    };
}

/// <summary>What stands for a secret's value in a comparison.</summary>
/// <param name="Value">The key's name and a keyed hash.</param>
internal sealed record Fingerprint(string Value) : RecordedValue
{
    /// <summary>Whether it was made with the key of <paramref name="fingerprints"/>.</summary>
    public bool IsOf(Fingerprints fingerprints) => Value.StartsWith($"{fingerprints.Id}:", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Configuration.SecretText.Mask;
}
