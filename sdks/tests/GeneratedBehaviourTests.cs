using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Inputs;
using Pulumi.Testing;
using Pulumi.Utilities;
using Xunit;
using LB = Pulumi.Aws.LB;
using Route53 = Pulumi.Aws.Route53;
using SecretsManager = Pulumi.Aws.SecretsManager;

namespace SecureApi.Sdks.Tests;

/// <summary>What generated classes do inside a deployment; true of the published packages as well.</summary>
public sealed class GeneratedBehaviourTests
{
    [Fact]
    public async Task SecretInput_GivenAsPlainText_IsSecret()
    {
        var args = new SecretsManager.SecretVersionArgs { SecretId = "s", SecretString = "hunter2" };

        Assert.True(await Output.IsSecretAsync(args.SecretString!.ToOutput()));
        Assert.Equal("hunter2", await OutputUtilities.GetValueAsync(args.SecretString!.ToOutput()));
        Assert.False(await Output.IsSecretAsync(args.SecretId.ToOutput()));
    }

    [Fact]
    public async Task SecretOutputs_OfAResource_AreAskedForFromTheEngine()
    {
        var options = await OptionsOf(custom => new SecretsManager.SecretVersion("v", new() { SecretId = "s" }, custom));

        Assert.Equal(["secretBinary", "secretString", "secretStringWo"], options.AdditionalSecretOutputs);
    }

    [Fact]
    public async Task SecretOutputs_NamedByTheCaller_AreAdded()
    {
        var options = await OptionsOf(custom =>
        {
            custom.AdditionalSecretOutputs.Add("arn");
            return new Pulumi.Tls.PrivateKey("k", new() { Algorithm = "RSA" }, custom);
        });

        Assert.Equal(["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8", "arn"], options.AdditionalSecretOutputs);
    }

    [Fact]
    public async Task Options_OfAResource_CarryThePackageVersion()
    {
        var options = await OptionsOf(custom => new Pulumi.Tls.PrivateKey("k", new() { Algorithm = "RSA" }, custom));

        Assert.Equal("5.6.1", options.Version);
    }

    [Fact]
    public async Task Aliases_OfAResourceThatWasRenamed_AreKept()
    {
        var options = await OptionsOf(custom => new LB.LoadBalancer("lb", null, custom));

        var alias = await OutputUtilities.GetValueAsync(Assert.Single(options.Aliases).ToOutput());
        Assert.Equal(
            "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", await OutputUtilities.GetValueAsync(alias.Type!.ToOutput()));
    }

    [Fact]
    public async Task OpenEnumeration_GivenAsTextOrAsMember_ArrivesAsText()
    {
        var seen = await InputsSeen(() =>
        {
            _ = new Route53.Record("text", new() { Name = "a", ZoneId = "Z1", Type = "AAAA" });
            _ = new Route53.Record("member", new() { Name = "b", ZoneId = "Z1", Type = Route53.RecordType.AAAA });
        });

        Assert.Equal(["AAAA", "AAAA"], seen.Select(inputs => inputs["type"]));
    }

    [Fact]
    public async Task ProviderInputs_OtherThanStrings_ArriveAsJsonText()
    {
        var seen = await InputsSeen(() => _ = new Pulumi.Aws.Provider("aws", new()
        {
            Region = "eu-central-1",
            DefaultTags = new ProviderDefaultTagsArgs { Tags = { { "Project", "x" } } },
        }));

        var inputs = Assert.Single(seen);
        Assert.Equal("eu-central-1", inputs["region"]);
        Assert.Equal("{\"tags\":{\"Project\":\"x\"}}", Assert.IsType<string>(inputs["defaultTags"]).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("true", inputs["skipRegionValidation"]);
        Assert.Equal("false", inputs["skipCredentialsValidation"]);
    }

    private static async Task<CustomResourceOptions> OptionsOf(Func<CustomResourceOptions, Resource> create)
    {
        ResourceOptions? seen = null;
        await Deployment.TestAsync(new Recorder(), new TestOptions(), () =>
        {
            var options = new CustomResourceOptions
            {
                ResourceTransformations =
                {
                    args =>
                    {
                        seen = args.Options;
                        return null;
                    },
                },
            };
            _ = create(options);
        });
        return Assert.IsType<CustomResourceOptions>(seen);
    }

    private static async Task<IReadOnlyList<ImmutableDictionary<string, object>>> InputsSeen(Action create)
    {
        var recorder = new Recorder();
        await Deployment.TestAsync(recorder, new TestOptions(), create);
        return recorder.Inputs;
    }

    private sealed class Recorder : IMocks
    {
        private readonly List<ImmutableDictionary<string, object>> inputs = [];

        public IReadOnlyList<ImmutableDictionary<string, object>> Inputs
        {
            get
            {
                lock (inputs) return [.. inputs];
            }
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException($"Nothing calls {args.Token} here.");

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            lock (inputs) inputs.Add(args.Inputs);
            return Task.FromResult<(string?, object)>(($"{args.Name}-id", args.Inputs));
        }
    }
}
