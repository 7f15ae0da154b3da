using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The outputs of another stack.</summary>
public class StackReference : CustomResource
{
    /// <summary>Refers to another stack.</summary>
    /// <param name="name">The logical name; the other stack's name, if the arguments give none.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="options">The options.</param>
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            "pulumi:pulumi:StackReference",
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new CustomResourceOptions { Id = args?.Name ?? name }))
    {
    }

    /// <summary>The name of the other stack.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>Its outputs.</summary>
    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    /// <summary>The names of its secret outputs.</summary>
    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>Gives one output, or null if there is none.</summary>
    /// <param name="name">The output's name.</param>
    public Output<object?> GetOutput(Input<string> name)
        => Select(name, static (name, outputs, _) => outputs.GetValueOrDefault(name)!)!;

    /// <summary>Gives one output; that there is none is an error.</summary>
    /// <param name="name">The output's name.</param>
    public Output<object> RequireOutput(Input<string> name)
        => Select(name, static (name, outputs, stack) => outputs.TryGetValue(name, out var value)
            ? value
            : throw new KeyNotFoundException($"Required output '{name}' does not exist on stack '{stack}'."));

    /// <summary>Gives one output, separately if it is secret.</summary>
    /// <param name="name">The output's name.</param>
    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var state = await Output.CompletedAsync(GetOutput(name).State).ConfigureAwait(false);
        return state.IsSecret
            ? new StackReferenceOutputDetails { SecretValue = state.Value }
            : new StackReferenceOutputDetails { Value = state.Value };
    }

    /// <summary>Gives the value of one output that is not secret, or null.</summary>
    /// <param name="name">The output's name.</param>
    public Task<object?> GetValueAsync(Input<string> name) => PlainAsync(GetOutput(name), nameof(GetOutput), "GetOutputValueAsync");

    /// <summary>Gives the value of one output that is not secret; that there is none is an error.</summary>
    /// <param name="name">The output's name.</param>
    public async Task<object> RequireValueAsync(Input<string> name)
        => (await PlainAsync(RequireOutput(name)!, nameof(RequireOutput), "RequireOutputValueAsync").ConfigureAwait(false))!;

    private static async Task<object?> PlainAsync(Output<object?> output, string instead, string method)
    {
        var state = await Output.CompletedAsync(output.State).ConfigureAwait(false);
        return state.IsSecret
            ? throw new InvalidOperationException(
                $"Cannot call '{method}' if the referenced stack has secret outputs. Use '{instead}' instead.")
            : state.Value;
    }

    /// <summary>Selects a value; it is secret only if its own name is among the secret ones, where those are known.</summary>
    private Output<object> Select(Input<string> name, Func<string, ImmutableDictionary<string, object>, string, object> select)
    {
        OutputState key = name.AsOutput().State, outputs = Outputs.State, stack = Name.State, secrets = SecretOutputNames.State;
        var value = Output.Join([key, outputs, stack], parts => select(
            Output<string>.Read(parts[0]),
            Output<ImmutableDictionary<string, object>>.Read(parts[1]),
            Output<string>.Read(parts[2])));

        return new Output<object>(OutputState.After([value, key, outputs, secrets], () =>
        {
            if (secrets.Error is not null || key.Error is not null)
                return secrets.Error is null ? key : secrets;
            var isSecret = key.IsKnown && secrets.IsKnown
                ? Output<ImmutableArray<string>>.Read(secrets).Contains(Output<string>.Read(key))
                : outputs.IsSecret;
            return value.WithSecret(isSecret);
        }));
    }
}
