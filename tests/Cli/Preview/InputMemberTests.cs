using System.Reflection;
using Pulumi;
using SecureApi.Cli.Preview.Recording;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed class InputMemberTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static TheoryData<Type> ArgumentClasses() =>
    [
        .. new[] { typeof(Pulumi.Aws.Provider), typeof(Pulumi.Tls.PrivateKey) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(InputArgs)) && !type.IsAbstract),
    ];

    [Theory]
    [MemberData(nameof(ArgumentClasses), DisableDiscoveryEnumeration = true)]
    public void Name_ByConvention_IsNoOtherInputs(Type arguments)
    {
        var members = arguments.GetFields(Any)
            .Select(field => (Given: InputMember.FromAttribute(field), new InputMember(field).Conventional))
            .Where(member => member.Given.Length > 0)
            .ToList();

        Assert.All(members, member => Assert.DoesNotContain(
            members, other => other.Given == member.Conventional && other.Given != member.Given));
    }

    [Fact]
    public void Name_OfMemberThatIsCalledDifferently_IsTheAttributes()
    {
        var member = new InputMember(typeof(RenamedArgs).GetFields(Any).Single());

        Assert.Equal("wanted", member.NameIn(new RecordedMap(new Dictionary<string, RecordedValue> { ["wanted"] = new RecordedText("x") })));
    }

    private sealed class RenamedArgs : ResourceArgs
    {
        [Input("wanted")]
        public Input<string>? Other { get; set; }
    }
}
