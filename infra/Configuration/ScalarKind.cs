namespace SecureApi.Configuration;

/// <summary>What a scalar is, by YAML's core schema or JSON's grammar.</summary>
public enum ScalarKind
{
    /// <summary>Text, quoted or not.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Nothing: <c>null</c>, <c>~</c> or an empty value.</summary>
    Null,

    /// <summary>A <c>secure:</c> value of a stack file. Only the Pulumi engine can decrypt it.</summary>
    Encrypted,
}
