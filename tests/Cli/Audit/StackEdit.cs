using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using SecureApi.Tests.Infra.Stack;

namespace SecureApi.Tests.Cli.Audit;

/// <summary>Changes a recorded stack as an error of the program would: arguments, missing and additional resources.</summary>
internal sealed class StackEdit
{
    private readonly RecordedStack _stack;
    private readonly StackConfig _settings;
    private readonly List<RecordedResource> _resources;

    public StackEdit(RecordedStack stack, StackConfig settings)
    {
        _stack = stack;
        _settings = settings;
        _resources = [.. stack.Resources];
    }

    /// <summary>The production stack of this repository.</summary>
    public static async Task<StackEdit> Prod() => new(await StackMatrix.Record(StackMatrix.Prod), StackMatrix.Prod.Settings);

    public AuditedStack Build() => new(new RecordedStack(_stack.Project, _stack.Name, _stack.Region, [.. _resources], _stack.Unknowns), _settings);

    /// <summary>The first resource of a type whose name ends so. A type that is not unique needs its module: <c>ecs/service:Service</c>.</summary>
    public RecordedResource One(string type, string nameEnd = "")
    {
        var found = _resources.Where(resource => resource.IsCustom && resource.Type.EndsWith($":{type}", StringComparison.Ordinal) && resource.Name.EndsWith(nameEnd, StringComparison.Ordinal)).ToList();
        return found.Count > 0 ? found[0] : throw new InvalidOperationException($"The stack has no {type} {nameEnd}.");
    }

    /// <summary>The id of a resource.</summary>
    public string Id(string type, string nameEnd = "") => One(type, nameEnd).Id!;

    /// <summary>Sets an argument, at a path with dots and list positions; null takes it away.</summary>
    public StackEdit Set(string type, string nameEnd, string path, object? value)
    {
        var resource = One(type, nameEnd);
        return Replace(resource, Changed(resource.Inputs, path.Split('.'), value), Changed(resource.Outputs, path.Split('.'), value));
    }

    /// <summary>Sets an argument of every resource of a type.</summary>
    public StackEdit SetAll(string type, string path, object? value)
    {
        foreach (var resource in _resources.Where(resource => resource.IsCustom && resource.Type.EndsWith($":{type}", StringComparison.Ordinal)).ToList())
            Set(type, resource.Name, path, value);
        return this;
    }

    /// <summary>Changes the containers of a task definition.</summary>
    public StackEdit Container(string nameEnd, Action<JsonObject> change)
    {
        var containers = JsonNode.Parse(One("TaskDefinition", nameEnd).Inputs.Text("containerDefinitions")!)!.AsArray();
        foreach (var container in containers) change(container!.AsObject());
        return Set("TaskDefinition", nameEnd, "containerDefinitions", containers.ToJsonString());
    }

    /// <summary>Changes the first statement of a policy.</summary>
    public StackEdit Statement(string type, string nameEnd, string property, Action<JsonObject> change)
    {
        var policy = JsonNode.Parse(One(type, nameEnd).Inputs.Text(property)!)!;
        change(policy["Statement"]!.AsArray()[0]!.AsObject());
        return Set(type, nameEnd, property, policy.ToJsonString());
    }

    public StackEdit Remove(string type, string nameEnd = "")
    {
        _resources.Remove(One(type, nameEnd));
        return this;
    }

    public StackEdit RemoveAll(string type)
    {
        _resources.RemoveAll(resource => resource.Type.EndsWith($":{type}", StringComparison.Ordinal));
        return this;
    }

    /// <summary>Declares one resource more, under the stack.</summary>
    public StackEdit Add(string type, string name, params (string Name, object? Value)[] inputs)
    {
        var arguments = (RecordedMap)Value(inputs);
        _resources.Add(new RecordedResource
        {
            Urn = $"urn:pulumi:{_stack.Name}::{_stack.Project}::{type}::{name}",
            Type = type,
            Name = name,
            Parent = _stack.Root,
            IsCustom = true,
            Id = $"id-of-{name}",
            Provider = null,
            Inputs = arguments,
            Outputs = arguments,
            Dependencies = [],
            PropertyDependencies = [],
            Protect = false,
            IgnoreChanges = [],
            DeleteBeforeReplace = false,
            Timeouts = null,
            AdditionalSecretOutputs = [],
            Aliases = [],
            Source = null,
        });
        return this;
    }

    /// <summary>Opens a security group.</summary>
    public StackEdit AddRule(string name, bool ingress, string groupId, string peerProperty, string peer, int from, int to, string protocol = "tcp") => Add(
        ingress ? "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" : "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        name,
        ("securityGroupId", groupId), (peerProperty, peer), ("ipProtocol", protocol), ("fromPort", from), ("toPort", to), ("description", "seeded"));

    public static RecordedValue Value(object? value) => value switch
    {
        null => RecordedNull.Instance,
        RecordedValue recorded => recorded,
        string text => new RecordedText(text),
        bool flag => new RecordedBoolean(flag),
        int number => new RecordedNumber(number),
        (string Name, object? Value)[] entries => new RecordedMap(entries.ToDictionary(entry => entry.Name, entry => Value(entry.Value))),
        object[] items => new RecordedList([.. items.Select(Value)]),
        _ => throw new ArgumentException($"No recorded value for {value.GetType()}.", nameof(value)),
    };

    private StackEdit Replace(RecordedResource old, RecordedMap inputs, RecordedMap outputs)
    {
        _resources[_resources.IndexOf(old)] = new RecordedResource
        {
            Urn = old.Urn,
            Type = old.Type,
            Name = old.Name,
            Parent = old.Parent,
            IsCustom = old.IsCustom,
            Id = old.Id,
            Provider = old.Provider,
            Inputs = inputs,
            Outputs = outputs,
            Dependencies = old.Dependencies,
            PropertyDependencies = old.PropertyDependencies,
            DependsOn = old.DependsOn,
            Protect = old.Protect,
            IgnoreChanges = old.IgnoreChanges,
            DeleteBeforeReplace = old.DeleteBeforeReplace,
            ReplaceOnChanges = old.ReplaceOnChanges,
            RetainOnDelete = old.RetainOnDelete,
            ImportId = old.ImportId,
            DeletedWith = old.DeletedWith,
            Timeouts = old.Timeouts,
            AdditionalSecretOutputs = old.AdditionalSecretOutputs,
            Aliases = old.Aliases,
            Source = old.Source,
        };
        return this;
    }

    private static RecordedMap Changed(RecordedMap map, ReadOnlySpan<string> path, object? value)
    {
        var entries = map.ToDictionary(entry => entry.Key, entry => entry.Value);
        if (path.Length > 1)
            entries[path[0]] = Changed(map[path[0]]?.Revealed ?? RecordedMap.Empty, path[1..], value);
        else if (value is null)
            entries.Remove(path[0]);
        else
            entries[path[0]] = Value(value);
        return new RecordedMap(entries);
    }

    private static RecordedValue Changed(RecordedValue target, ReadOnlySpan<string> path, object? value)
    {
        if (target is not RecordedList list) return Changed((RecordedMap)target, path, value);
        var index = int.Parse(path[0], provider: null);
        var items = list.ToImmutableArray();
        return new RecordedList(items.SetItem(index, path.Length > 1 ? Changed(items[index].Revealed, path[1..], value) : Value(value)));
    }
}
