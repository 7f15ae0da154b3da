using Pulumi;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>A component.</summary>
internal sealed class Group : ComponentResource
{
    public const string Token = "test:index:Group";

    public Group(string name, ComponentResourceOptions? options = null)
        : base(Token, name, options)
    {
    }

    public Group(string name, ResourceArgs args)
        : base(Token, name, args)
    {
    }

    [Output("address")]
    public Output<string> Address { get; set; } = Output.Create("10.0.0.1");

    [Output]
    public Output<string> Password { get; set; } = Output.CreateSecret("hidden");

    public void Register() => RegisterOutputs();

    public void Register(IDictionary<string, object?> outputs) => RegisterOutputs(outputs);
}
