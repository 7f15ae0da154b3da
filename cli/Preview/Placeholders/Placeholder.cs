using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>The id and the outputs of one resource, made up. The outputs start as a copy of the arguments.</summary>
internal sealed class Placeholder
{
    private const int SuffixLength = 7;

    private readonly string urn;
    private readonly string name;
    private readonly Dictionary<string, RecordedValue> outputs;

    /// <summary>Starts with the arguments, and with an id that Pulumi's auto-naming could give.</summary>
    /// <param name="urn">The resource's URN: identifiers are made from it.</param>
    /// <param name="name">The logical name.</param>
    /// <param name="inputs">The arguments.</param>
    /// <param name="account">The account and the region.</param>
    public Placeholder(string urn, string name, RecordedMap inputs, AwsAccount account)
    {
        (this.urn, this.name, Inputs, Account) = (urn, name, inputs, account);
        outputs = inputs.ToDictionary();
        Id = $"{name}-{Hex(SuffixLength)}";
    }

    /// <summary>The account and the region.</summary>
    public AwsAccount Account { get; }

    /// <summary>The arguments.</summary>
    public RecordedMap Inputs { get; }

    /// <summary>The id.</summary>
    public string Id { get; set; }

    /// <summary>The outputs.</summary>
    public RecordedMap Outputs => new(outputs);

    /// <summary>The text of an argument; empty when it is absent.</summary>
    public string this[string input] => Inputs.Text(input) ?? "";

    /// <summary>Sets the id, and an output of the same value.</summary>
    public Placeholder Identify(string output, string id)
    {
        Id = id;
        return Set(output, id);
    }

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
    /// The physical name: the argument <paramref name="property"/>, or the logical name with a suffix, like Pulumi's
    /// auto-naming. Sets the output as well.
    /// </summary>
    public string Name(string property = "name")
    {
        var prefix = Inputs.Text($"{property}Prefix") ?? $"{name}-";
        var physical = Inputs.Text(property) ?? $"{prefix}{Hex(SuffixLength)}";
        Default(property, physical);
        return physical;
    }

    /// <summary>Hexadecimal digits of this resource. Another purpose gives other digits.</summary>
    public string Hex(int length, string purpose = "") => AwsId.Hex(urn + purpose, length);

    /// <summary>Capital letters and digits of this resource.</summary>
    public string Letters(int length, string purpose = "") => AwsId.Letters(urn + purpose, length);

    /// <summary>A UUID of this resource.</summary>
    public string Uuid(string purpose = "") => AwsId.Uuid(urn + purpose);

    /// <summary>A number of this resource, from 0 to <paramref name="limit"/> - 1.</summary>
    public int Number(int limit, string purpose = "") => AwsId.Number(urn + purpose, limit);
}
