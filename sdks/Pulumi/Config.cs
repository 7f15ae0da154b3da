using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>Reads configuration values of one project or package.</summary>
public sealed class Config
{
    private readonly string _name;

    /// <summary>Reads the values of a name; of the project, if there is none.</summary>
    /// <param name="name">What stands before the colon in a key.</param>
    public Config(string? name = null)
    {
        const string Suffix = ":config";
        name ??= Deployment.Instance.ProjectName;
        _name = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    /// <summary>Gives a text, or null.</summary>
    public string? Get(string key) => Deployment.Required.Config.Get(FullKey(key));

    /// <summary>Gives a text as a secret, or null.</summary>
    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>Gives a truth value, or null.</summary>
    public bool? GetBoolean(string key) => Get(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var value => throw WrongType(key, value, nameof(Boolean)),
    };

    /// <summary>Gives a truth value as a secret, or null.</summary>
    public Output<bool>? GetSecretBoolean(string key) => GetBoolean(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>Gives an integer, or null.</summary>
    public int? GetInt32(string key)
    {
        if (Get(key) is not { } value)
            return null;
        return int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw WrongType(key, value, nameof(Int32));
    }

    /// <summary>Gives an integer as a secret, or null.</summary>
    public Output<int>? GetSecretInt32(string key) => GetInt32(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>Gives a number, or null.</summary>
    public double? GetDouble(string key)
    {
        if (Get(key) is not { } value)
            return null;
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw WrongType(key, value, nameof(Double));
    }

    /// <summary>Gives a number as a secret, or null.</summary>
    public Output<double>? GetSecretDouble(string key) => GetDouble(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>Gives an object from its JSON text, or null.</summary>
    [return: MaybeNull]
    public T GetObject<T>(string key) => ReadObject<T>(key, options: null);

    /// <summary>Gives an object from its JSON text, or null.</summary>
    [return: MaybeNull]
    public T GetObject<T>(string key, JsonSerializerOptions options) => ReadObject<T>(key, options);

    /// <summary>Gives an object from its JSON text as a secret, or null.</summary>
    public Output<T>? GetSecretObject<T>(string key)
        => Get(key) is null ? null : Output.CreateSecret(ReadObject<T>(key, options: null)!);

    /// <summary>Gives an object from its JSON text as a secret, or null.</summary>
    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options)
        => ReadObject<T>(key, options) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>Gives a text; that there is none is an error.</summary>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <summary>Gives a text as a secret; that there is none is an error.</summary>
    public Output<string> RequireSecret(string key) => GetSecret(key) ?? throw Missing(key);

    /// <summary>Gives a truth value; that there is none is an error.</summary>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <summary>Gives a truth value as a secret; that there is none is an error.</summary>
    public Output<bool> RequireSecretBoolean(string key) => GetSecretBoolean(key) ?? throw Missing(key);

    /// <summary>Gives an integer; that there is none is an error.</summary>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <summary>Gives an integer as a secret; that there is none is an error.</summary>
    public Output<int> RequireSecretInt32(string key) => GetSecretInt32(key) ?? throw Missing(key);

    /// <summary>Gives a number; that there is none is an error.</summary>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <summary>Gives a number as a secret; that there is none is an error.</summary>
    public Output<double> RequireSecretDouble(string key) => GetSecretDouble(key) ?? throw Missing(key);

    /// <summary>Gives an object from its JSON text; that there is none is an error.</summary>
    public T RequireObject<T>(string key) => RequiredObject<T>(key, options: null);

    /// <summary>Gives an object from its JSON text; that there is none is an error.</summary>
    public T RequireObject<T>(string key, JsonSerializerOptions options) => RequiredObject<T>(key, options);

    /// <summary>Gives an object from its JSON text as a secret; that there is none is an error.</summary>
    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequiredObject<T>(key, options: null));

    /// <summary>Gives an object from its JSON text as a secret; that there is none is an error.</summary>
    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options)
        => Output.CreateSecret(RequiredObject<T>(key, options));

    private string FullKey(string key) => $"{_name}:{key}";

    private T RequiredObject<T>(string key, JsonSerializerOptions? options)
        => Get(key) is null ? throw Missing(key) : ReadObject<T>(key, options)!;

    [return: MaybeNull]
    private T ReadObject<T>(string key, JsonSerializerOptions? options)
    {
        if (Get(key) is not { } value)
            return default;

        try
        {
            return JsonSerializer.Deserialize<T>(value, options);
        }
        catch (JsonException error)
        {
            throw WrongType(key, value, typeof(T).FullName!, error);
        }
    }

    private RunException WrongType(string key, string value, string type, Exception? error = null)
        => new($"Configuration '{FullKey(key)}' value '{value}' is not a valid {type}", error);

    private RunException Missing(string key)
        => new($"Missing Required configuration variable '{FullKey(key)}'\n\tplease set a value using the command `pulumi config set {FullKey(key)} <value>`");
}
