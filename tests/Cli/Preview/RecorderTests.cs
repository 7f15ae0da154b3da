using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed class RecorderTests
{
    private const string Chain = "urn:pulumi:dev::project::test:Outer$test:Inner$aws:ec2/vpc:Vpc::vpc";

    [Fact]
    public async Task Recorder_NestedResource_HasTheEnginesUrnAndItsOptions()
    {
        var stack = await Record(_ => new Outer("outer", new() { Protect = true }));

        var vpc = stack.Find(Chain);
        Assert.NotNull(vpc);
        Assert.Equal("test:Inner", vpc.Parent?.Type);
        Assert.True(vpc.Protect);
        Assert.Equal(["tags"], vpc.IgnoreChanges);
        Assert.Equal(TimeSpan.FromMinutes(7), vpc.Timeouts?.Create);
        Assert.StartsWith("vpc-", vpc.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorder_DependenceOnAComponent_IsOnItsResources()
    {
        var stack = await Record(_ =>
        {
            var outer = new Outer("outer");
            new Subnet("subnet", new() { VpcId = "vpc-1" }, new() { DependsOn = { outer } });
        });

        Assert.Equal([Chain], stack.OfType("aws:ec2/subnet:Subnet").Single().Dependencies);
    }

    [Fact]
    public async Task Recorder_OptionsOfAResource_AreAllKept()
    {
        var stack = await Record(_ =>
        {
            var outer = new Outer("outer", new() { RetainOnDelete = true });
            var first = new Vpc("first", new() { CidrBlock = "10.0.0.0/16" });
            new Subnet("subnet", new() { VpcId = "vpc-1" }, new()
            {
                DependsOn = { first, outer },
                ReplaceOnChanges = { "vpcId" },
                DeletedWith = first,
                ImportId = "subnet-1",
                DeleteBeforeReplace = true,
                Aliases = { new Alias { Name = "before" } },
                AdditionalSecretOutputs = { "arn" },
            });
        });

        var subnet = stack.OfType("aws:ec2/subnet:Subnet").Single();
        Assert.Equal(["urn:pulumi:dev::project::aws:ec2/vpc:Vpc::first", "urn:pulumi:dev::project::test:Outer::outer"], subnet.DependsOn);
        Assert.Equal(["vpcId"], subnet.ReplaceOnChanges);
        Assert.Equal("urn:pulumi:dev::project::aws:ec2/vpc:Vpc::first", subnet.DeletedWith);
        Assert.Equal("subnet-1", subnet.ImportId);
        Assert.True(subnet.DeleteBeforeReplace);
        Assert.Equal(["urn:pulumi:dev::project::aws:ec2/subnet:Subnet::before"], subnet.Aliases);
        Assert.Equal(["arn"], subnet.AdditionalSecretOutputs);
        Assert.False(subnet.RetainOnDelete);
        Assert.True(stack.Find(Chain)?.RetainOnDelete, "A child inherits retainOnDelete.");
    }

    [Fact]
    public async Task Recorder_ArgumentFromAnotherResource_NamesIt()
    {
        var stack = await Record(_ =>
        {
            var vpc = new Vpc("vpc", new() { CidrBlock = "10.0.0.0/16" });
            new LoadBalancer("lb", new() { AccessLogs = new LoadBalancerAccessLogsArgs { Bucket = vpc.Arn } });
        });

        var dependency = Assert.Single(stack.OfType("aws:lb/loadBalancer:LoadBalancer").Single().PropertyDependencies);
        Assert.Equal("accessLogs", dependency.Property);
        Assert.Equal(["urn:pulumi:dev::project::aws:ec2/vpc:Vpc::vpc"], dependency.Urns);
    }

    [Fact]
    public async Task Recorder_SecretInsideAnArgument_StaysSecretAlone()
    {
        var stack = await Record(_ => new LoadBalancer("lb", new()
        {
            AccessLogs = new LoadBalancerAccessLogsArgs { Bucket = Output.CreateSecret("bucket-name"), Prefix = "access" },
        }));

        var logs = stack.OfType("aws:lb/loadBalancer:LoadBalancer").Single().Inputs.Map("accessLogs");
        Assert.IsType<RecordedSecret>(logs["bucket"]);
        Assert.Equal("access", logs.Shown("prefix"));
    }

    [Fact]
    public async Task Recorder_OutputWithoutAPlaceholder_IsNamed()
    {
        var stack = await Record(_ =>
        {
            var eip = new Eip("eip");
            new Subnet("subnet", new() { VpcId = eip.CarrierIp });
        });

        var unknown = Assert.Single(stack.Unknowns);
        Assert.Equal("vpcId", unknown.Property);
        Assert.Contains("aws:ec2/eip:Eip eip.carrierIp", unknown.Sources);
    }

    [Fact]
    public async Task Recorder_SameResourceTwice_IsRefusedAsTheEngineDoes()
    {
        var error = await Assert.ThrowsAsync<UserException>(() => Record(_ =>
        {
            new Vpc("vpc", new() { CidrBlock = "10.0.0.0/16" });
            new Vpc("vpc", new() { CidrBlock = "10.1.0.0/16" });
        }));

        Assert.Contains("declared twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorder_KeyThatThePreviewCannotMake_SaysWhichResource()
    {
        var error = await Assert.ThrowsAsync<UserException>(() => Record(_ => new Pulumi.Tls.PrivateKey("odd", new() { Algorithm = "ED25519" })));

        Assert.Contains("\"odd\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("ED25519", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorder_AskedForSources_FindsTheLinesOfTheDeclarations()
    {
        var stack = await Record(_ => new Outer("outer"), new RecordingOptions { CaptureSources = true });

        var vpc = stack.Find(Chain);
        Assert.Equal("RecorderTests.cs", vpc?.Source?.File);
        Assert.NotEqual(vpc?.Source?.Line, vpc?.Parent?.Source?.Line);
        Assert.Null((await Record(_ => new Outer("outer"))).Find(Chain)?.Source);
    }

    [Fact]
    public async Task Recorder_DefaultTagsOfTheProvider_ReachTaggableResources()
    {
        var stack = await Record(_ =>
        {
            var aws = new Pulumi.Aws.Provider("aws", new() { DefaultTags = new Pulumi.Aws.Inputs.ProviderDefaultTagsArgs { Tags = { { "Owner", "us" } } } });
            new Vpc("vpc", new() { CidrBlock = "10.0.0.0/16", Tags = { { "Name", "vpc" } } }, new() { Provider = aws });
        });

        var vpc = stack.OfType("aws:ec2/vpc:Vpc").Single();
        Assert.Equal(["Name", "Owner"], vpc.Outputs.Map("tagsAll").Names);
        Assert.StartsWith("urn:pulumi:dev::project::pulumi:providers:aws::aws::", vpc.Provider, StringComparison.Ordinal);
    }

    private static Task<RecordedStack> Record(Action<StackOptions> declare, RecordingOptions? options = null) =>
        StackRecorder.RecordAsync("project", "dev", AwsRegion.Parse("eu-west-1"), stackOptions => new SmallStack(stackOptions, declare), options);

    private sealed class SmallStack : Pulumi.Stack
    {
        public SmallStack(StackOptions options, Action<StackOptions> declare)
            : base(options) => declare(options);
    }

    private sealed class Outer : ComponentResource
    {
        public Outer(string name, ComponentResourceOptions? options = null)
            : base("test:Outer", name, options)
        {
            new Inner("inner", new() { Parent = this });
            RegisterOutputs();
        }
    }

    private sealed class Inner : ComponentResource
    {
        public Inner(string name, ComponentResourceOptions? options = null)
            : base("test:Inner", name, options)
        {
            new Vpc("vpc", new() { CidrBlock = "10.0.0.0/16" }, new()
            {
                Parent = this,
                IgnoreChanges = { "tags" },
                CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(7) },
            });
            RegisterOutputs();
        }
    }
}
