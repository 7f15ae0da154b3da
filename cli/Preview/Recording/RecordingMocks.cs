using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Tls;
using Pulumi.Utilities;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Certificates;
using SecureApi.Cli.Preview.Placeholders;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>
/// Answers for the Pulumi engine and the providers: with computed certificates for the tls provider, with placeholders
/// for the others. Keeps what every resource was given and answered.
/// </summary>
internal sealed class RecordingMocks(string project, string stack, AwsAccount account, RecordingOptions options) : IMocks
{
    private static readonly ConcurrentDictionary<Type, bool> Taggable = new();

    private readonly List<ResourceDraft> drafts = [];
    private readonly Dictionary<Resource, ResourceDraft> byResource = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, ResourceDraft> byKey = [];
    private readonly HashSet<string> urns = [];
    private readonly KeyNumbers keyNumbers = new();
    private readonly TlsProvider tls = new(options.Clock, options.FreshKeys);
    private readonly Lock gate = new();

    /// <summary>All resources in the order of declaration, the stack first.</summary>
    public IReadOnlyList<ResourceDraft> Drafts => drafts;

    /// <summary>The same by the declared objects.</summary>
    public IReadOnlyDictionary<Resource, ResourceDraft> ByResource => byResource;

    /// <summary>What the first resource failed with that could not be answered.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Sees every resource inside its constructor, with all that the mocks are not told.</summary>
    public ResourceTransformationResult? Observe(ResourceTransformationArgs declared)
    {
        lock (gate)
        {
            var parent = declared.Options.Parent is { } given ? byResource[given] : drafts.FirstOrDefault();
            var (type, name) = (declared.Resource.GetResourceType(), declared.Resource.GetResourceName());
            var urn = ResourceUrn.Create(stack, project, parent?.Urn, type, name).ToString();
            var draft = new ResourceDraft(declared.Resource, declared.Args, declared.Options, parent, urn, drafts.Count)
            {
                KeyNumber = declared.Args is PrivateKeyArgs key ? keyNumbers.Reserve(urn, IsRsa(key)) : 0,
                Source = options.CaptureSources ? SourceLocator.Locate(declared.Resource) : null,
            };

            if (!urns.Add(urn))
                Fail(new UserException($"{type} \"{name}\" is declared twice under the same parent. The Pulumi engine refuses that: every resource needs a name of its own."));
            else if (!byKey.TryAdd(ResourceUrn.KeyOf(type, name), draft))
                Fail(new UserException($"{type} \"{name}\" is declared under two parents. Pulumi's mocks cannot tell these apart: give one of them another name."));

            drafts.Add(draft);
            byResource.Add(declared.Resource, draft);
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        try
        {
            var draft = Find(ResourceUrn.KeyOf(args.Type ?? "", args.Name ?? ""));
            draft.Resolved = await ArgsReader.ReadAsync(draft.Args, args.Inputs);
            if (draft.Resource is not CustomResource)
                return (null, MockAnswer.Of(RecordedMap.Empty));

            if (args.Provider is { Length: > 0 } provider)
                draft.Provider = Find(ResourceUrn.Parse(provider[..provider.AsSpan().LastIndexOf("::")]).Key);

            Create(draft);
            return (draft.Id, MockAnswer.Of(draft.Outputs!));
        }
        catch (Exception error)
        {
            Fail(error);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<object> CallAsync(MockCallArgs args) =>
        throw new UserException($"The offline preview has no answer for the provider function {args.Token}.");

    /// <summary>Keeps what a component or the stack registered as its outputs.</summary>
    public async Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        var values = new Dictionary<string, RecordedValue>();
        foreach (var (name, output) in args.Outputs)
        {
            var value = await OutputUtilities.GetIsKnownAsync(output) ? PlainValues.Read(await OutputUtilities.GetValueAsync(output)) : RecordedUnknown.Instance;
            values.Add(name, await Output.IsSecretAsync(output) ? new RecordedSecret(value) : value);
        }

        Find(ResourceUrn.Parse(args.Urn).Key).Outputs = new RecordedMap(values);
    }

    private void Create(ResourceDraft draft)
    {
        try
        {
            var inputs = draft.Resolved!.Values;
            var computed = TlsProvider.Handles(draft.Type)
                ? tls.Create(draft.Type, draft.Urn, draft.KeyNumber, inputs)
                : PlaceholderTable.Create(account, draft.Urn, draft.Type, draft.Name, inputs, DefaultTags(draft));

            (draft.Id, draft.Outputs) = (computed.Id, WithSecrets(computed.Outputs, draft.Options));
        }
        catch (Exception error) when (error is not UserException)
        {
            throw new UserException($"{draft.Type} \"{draft.Name}\": {error.Message}", error);
        }
    }

    // The mocks are told type and name only.
    private ResourceDraft Find(string key)
    {
        lock (gate)
            return byKey.TryGetValue(key, out var draft) ? draft : throw new InvalidOperationException($"The program registered {key}, but never declared it.");
    }

    // The tags that an explicit aws provider adds to everything that has tags.
    private static RecordedMap? DefaultTags(ResourceDraft draft)
    {
        if (!Taggable.GetOrAdd(draft.Args.GetType(), static type => type.GetProperty("Tags") is not null))
            return null;

        return draft.Provider is { } provider ? provider.DefaultTags ??= ReadDefaultTags(provider) : RecordedMap.Empty;
    }

    private static RecordedMap ReadDefaultTags(ResourceDraft provider) =>
        (provider.Resolved?.Values.Json("defaultTags") as RecordedMap)?.Map("tags") ?? RecordedMap.Empty;

    private static RecordedMap WithSecrets(RecordedMap outputs, ResourceOptions options)
    {
        if (options is not CustomResourceOptions { AdditionalSecretOutputs: { Count: > 0 } secrets })
            return outputs;
        return outputs.Select((name, value) => secrets.Contains(name) ? new RecordedSecret(value) : value);
    }

    private static bool IsRsa(PrivateKeyArgs key)
    {
        Output<string> algorithm = key.Algorithm;
        return OutputUtilities.GetValueAsync(algorithm) is { IsCompletedSuccessfully: true, Result: "RSA" };
    }

    private void Fail(Exception error)
    {
        lock (gate)
            Failure ??= error;
    }
}
