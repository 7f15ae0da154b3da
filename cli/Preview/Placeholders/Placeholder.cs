using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>The outputs of one resource while its rule fills them in. They start as a copy of the arguments.</summary>
internal sealed class Placeholder
{
    private const int SuffixLength = 7;

    private readonly PlaceholderRequest request;
    private readonly Dictionary<string, RecordedValue> outputs;

    public Placeholder(PlaceholderRequest request, AwsAccount account)
    {
        this.request = request;
        Account = account;
        outputs = request.Inputs.ToDictionary();
        Id = $"{request.Name}-{Hex(SuffixLength)}";
    }

    /// <summary>Where the resource is deployed.</summary>
    public AwsAccount Account { get; }

    /// <summary>The type token.</summary>
    public string Type => request.Type;

    /// <summary>The arguments.</summary>
    public RecordedMap Inputs => request.Inputs;

    /// <summary>The id that the provider would assign. A rule that does not set it gets the name with a suffix.</summary>
    public string Id { get; set; }

    /// <summary>The text of an argument; empty when it is absent.</summary>
    public string this[string input] => request.Inputs.Text(input) ?? "";

    /// <summary>Sets a computed output.</summary>
    public Placeholder Set(string output, string value) => Set(output, new RecordedText(value));

    /// <summary>Sets a computed output.</summary>
    public Placeholder Set(string output, RecordedValue value)
    {
        outputs[output] = value;
        return this;
    }

    /// <summary>Sets an output that AWS chooses when the argument is absent.</summary>
    public Placeholder Default(string output, string value) => Default(output, new RecordedText(value));

    /// <summary>Sets an output that AWS chooses when the argument is absent.</summary>
    public Placeholder Default(string output, RecordedValue value)
    {
        outputs.TryAdd(output, value);
        return this;
    }

    /// <summary>
    /// The physical name: the argument <paramref name="property"/>, or else the logical name with a suffix as Pulumi
    /// makes it. Sets the output of that name as well.
    /// </summary>
    public string Name(string property = "name")
    {
        var prefix = Inputs.Text($"{property}Prefix") ?? $"{request.Name}-";
        var name = Inputs.Text(property) ?? $"{prefix}{Hex(SuffixLength)}";
        Default(property, name);
        return name;
    }

    /// <summary>Hexadecimal digits of this resource; another purpose gives others.</summary>
    public string Hex(int length, string purpose = "") => AwsId.Hex(request.Urn + purpose, length);

    /// <summary>Capital letters and digits of this resource.</summary>
    public string Letters(int length, string purpose = "") => AwsId.Letters(request.Urn + purpose, length);

    /// <summary>A UUID of this resource.</summary>
    public string Uuid(string purpose = "") => AwsId.Uuid(request.Urn + purpose);

    /// <summary>A number of this resource, from 0 to <paramref name="limit"/> - 1.</summary>
    public int Number(int limit, string purpose = "") => AwsId.Number(request.Urn + purpose, limit);

    /// <summary>The id and the outputs, complete with region and tags.</summary>
    public ComputedResource Complete()
    {
        if (request.Type.StartsWith("aws:", StringComparison.Ordinal))
            Default("region", Account.Region.Name);
        if (request.DefaultTags is { } defaults)
        {
            var tags = defaults.ToDictionary();
            foreach (var (name, value) in Inputs.Map("tags"))
                tags[name] = value;
            Set("tagsAll", new RecordedMap(tags));
        }

        return new(Id, new RecordedMap(outputs));
    }
}
