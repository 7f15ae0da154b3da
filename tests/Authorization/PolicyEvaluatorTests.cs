using Xunit;

namespace SecureApi.Tests.Authorization;

/// <summary>The evaluator against the cases that AWS documents: for each rule one call that it lets pass and one that it stops.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"/>
public sealed class PolicyEvaluatorTests
{
    private const string Account = "111122223333";
    private const string Role = $"arn:aws:iam::{Account}:role/path/reader";
    private const string Bucket = "arn:aws:s3:::amzn-s3-demo-bucket";
    private const string Key = $"arn:aws:kms:eu-west-1:{Account}:key/1234";

    private static readonly string AllowRead = Statement("Allow", "s3:GetObject", $"{Bucket}/*");

    [Fact]
    public void Request_ThatNothingAllows_IsDenied()
    {
        Denied(Read(), Own(identity: Statement("Allow", "s3:PutObject", $"{Bucket}/*")), "none of the caller's policies allows it (identity)");
        Allowed(Read(), Own(identity: AllowRead), "identity, statement S, allows it");
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("boundary")]
    [InlineData("session")]
    [InlineData("resource")]
    [InlineData("endpoint")]
    public void Deny_InAnyPolicy_OverridesEveryAllow(string where)
    {
        var everything = Own(identity: AllowRead) with
        {
            Boundary = Policy("boundary", AllowRead),
            Session = Policy("session", AllowRead),
            Resource = Policy("resource", ToEverybody(AllowRead)),
            Endpoint = Policy("endpoint", ToEverybody(AllowRead)),
        };
        Allowed(Read(), everything);

        var deny = Statement("Deny", "s3:*", "*");
        PolicyText Add(PolicyText policy, string statement) => policy with { Statements = [.. policy.Statements, .. Policy("", statement).Statements] };
        Denied(Read(), where switch
        {
            "identity" => everything with { Identity = [everything.Identity[0], Policy("identity", deny)] },
            "boundary" => everything with { Boundary = Add(everything.Boundary!, deny) },
            "session" => everything with { Session = Add(everything.Session!, deny) },
            "resource" => everything with { Resource = Add(everything.Resource!, ToEverybody(deny)) },
            _ => everything with { Endpoint = Add(everything.Endpoint!, ToEverybody(deny)) },
        }, $"{where}, statement S, denies it");
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html: the effective permissions are the intersection.
    [Fact]
    public void Boundary_AllowsNothingByItself_AndBoundsWhatIsAllowed()
    {
        Denied(Read(), Own() with { Boundary = Policy("boundary", AllowRead) }, "the caller has no policies");
        Denied(Read(), Own(AllowRead) with { Boundary = Policy("boundary", Statement("Allow", "iam:*", "*")) }, "boundary bounds the caller");
        Denied(Read(), Own(AllowRead) with { Session = Policy("session", Statement("Allow", "iam:*", "*")) }, "session limits the session");
        Allowed(Read(), Own(AllowRead) with { Boundary = Policy("boundary", Statement("Allow", "s3:*", "*")) });
    }

    // The same page: a resource's grant to the role is bounded by it, a grant to the role's session is not.
    [Fact]
    public void ResourcePolicy_OfTheSameAccount_IsEnoughByItself()
    {
        var boundary = Policy("boundary", Statement("Allow", "iam:*", "*"));
        var toRole = Own() with { Resource = Policy("bucket", To($"\"AWS\":\"{Role}\"", AllowRead)) };
        Allowed(Read(), toRole, "bucket, statement S, allows it");
        Denied(Read(), toRole with { Boundary = boundary }, "boundary bounds the caller");
        Allowed(Read(), Own() with { Boundary = boundary, Resource = Policy("bucket", To($"\"AWS\":\"arn:aws:sts::{Account}:assumed-role/reader/session\"", AllowRead)) });
        Allowed(Read(), Own() with { Boundary = boundary, Resource = Policy("bucket", ToEverybody(AllowRead)) });
        Denied(Read(), Own() with { Resource = Policy("bucket", To("\"AWS\":\"arn:aws:iam::111122223333:role/other\"", AllowRead)) }, "the caller has no policies");

        // The account as principal only hands the decision on to IAM.
        Denied(Read(), Own() with { Resource = Policy("bucket", To($"\"AWS\":\"arn:aws:iam::{Account}:root\"", AllowRead)) }, "the caller has no policies");
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    [Fact]
    public void AnotherAccount_NeedsBothSides()
    {
        var theirs = new ApplicablePolicies { ResourceAccount = "444455556666", Identity = [Policy("identity", AllowRead)] };
        Denied(Read(), theirs, "the resource has no policy");
        Denied(Read(), theirs with { Resource = Policy("bucket", To("\"AWS\":\"arn:aws:iam::444455556666:root\"", AllowRead)) }, "bucket neither allows it");
        var granted = Policy("bucket", To($"\"AWS\":\"{Account}\"", AllowRead));
        Allowed(Read(), theirs with { Resource = granted });
        Denied(Read(), theirs with { Resource = granted, Identity = [] }, "the caller has no policies");
        Denied(Read(), theirs with { Resource = Policy("bucket", ToEverybody(AllowRead)), Identity = [] }, "the caller has no policies");
    }

    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    [Fact]
    public void KeyPolicy_MustAllow_OrLeaveItToIam()
    {
        var decrypt = Request("kms:Decrypt", Key);
        var identity = Statement("Allow", "kms:Decrypt", Key);
        Denied(decrypt, Own(identity), "the resource has no policy");
        Denied(decrypt, Own(identity) with { Resource = Policy("key", To("\"AWS\":\"arn:aws:iam::111122223333:role/other\"", Statement("Allow", "kms:*", "*"))) }, "key neither allows it nor leaves it");
        Allowed(decrypt, Own(identity) with { Resource = Policy("key", To($"\"AWS\":\"arn:aws:iam::{Account}:root\"", Statement("Allow", "kms:*", "*"))) });
        Denied(decrypt, Own() with { Resource = Policy("key", To($"\"AWS\":\"arn:aws:iam::{Account}:root\"", Statement("Allow", "kms:*", "*"))) }, "the caller has no policies");
        Allowed(decrypt, Own() with { Resource = Policy("key", To($"\"AWS\":\"{Role}\"", Statement("Allow", "kms:*", "*"))) });
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html: both the trust policy and, through the account, the caller's.
    [Fact]
    public void TrustPolicy_DecidesWhoTakesOnARole()
    {
        var assume = Request("sts:AssumeRole", "arn:aws:iam::111122223333:role/target");
        var identity = Statement("Allow", "sts:AssumeRole", "*");
        string Trust(string principal) => $$"""{"Sid":"S","Effect":"Allow","Principal":{{{principal}}},"Action":"sts:AssumeRole"}""";
        Denied(assume, Own(identity) with { Resource = Policy("trust", Trust("\"Service\":\"ec2.amazonaws.com\"")) }, "trust neither allows it");
        Allowed(assume, Own() with { Resource = Policy("trust", Trust($"\"AWS\":\"{Role}\"")) });
        Denied(assume, Own() with { Resource = Policy("trust", Trust($"\"AWS\":\"{Account}\"")) }, "the caller has no policies");
        Allowed(assume, Own(identity) with { Resource = Policy("trust", Trust($"\"AWS\":\"{Account}\"")) });

        var service = assume with { Caller = new Caller.Service("ec2.amazonaws.com") };
        Allowed(service, Own() with { Resource = Policy("trust", Trust("\"Service\":[\"ecs.amazonaws.com\",\"ec2.amazonaws.com\"]")) });
        Denied(service, Own() with { Resource = Policy("trust", Trust("\"Service\":\"ecs.amazonaws.com\"")) }, "trust does not allow it");
        Denied(service, Own(), "the resource has no policy");

        var token = new AccessRequest(new Caller.WebIdentity("arn:aws:iam::111122223333:oidc-provider/example.com"), "sts:AssumeRoleWithWebIdentity", assume.Resource);
        string Federated(string provider) => $$"""{"Sid":"S","Effect":"Allow","Principal":{"Federated":"{{provider}}"},"Action":"sts:AssumeRoleWithWebIdentity"}""";
        Allowed(token, Own() with { Resource = Policy("trust", Federated("arn:aws:iam::111122223333:oidc-provider/example.com")) });
        Denied(token, Own() with { Resource = Policy("trust", Federated("arn:aws:iam::111122223333:oidc-provider/example.org")) }, "trust does not allow it");
    }

    // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html: the endpoint's policy is a gate of its own.
    [Fact]
    public void EndpointPolicy_OnlyTakesAway()
    {
        Denied(Read(), Own(AllowRead) with { Endpoint = Policy("endpoint", ToEverybody(Statement("Allow", "s3:PutObject", "*"))) }, "endpoint does not let it through");
        Denied(Read(), Own() with { Endpoint = Policy("endpoint", ToEverybody(AllowRead)) }, "the caller has no policies");
        Allowed(Read(), Own(AllowRead) with { Endpoint = PolicyText.Everything("endpoint", forResource: true) });
    }

    [Theory]
    [InlineData("\"Action\":\"s3:getobject\",\"Resource\":\"*\"", true)]
    [InlineData("\"Action\":\"s3:Get*\",\"Resource\":\"*\"", true)]
    [InlineData("\"Action\":\"s3:GetObjec?\",\"Resource\":\"*\"", true)]
    [InlineData("\"Action\":\"s3:GetObject?\",\"Resource\":\"*\"", false)]
    [InlineData("\"Action\":\"s3:GetObjectAcl\",\"Resource\":\"*\"", false)]
    [InlineData("\"Action\":[\"s3:PutObject\",\"s3:GetObject\"],\"Resource\":\"*\"", true)]
    [InlineData("\"NotAction\":\"s3:PutObject\",\"Resource\":\"*\"", true)]
    [InlineData("\"NotAction\":\"s3:Get*\",\"Resource\":\"*\"", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::amzn-s3-demo-bucket\"", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::amzn-s3-demo-bucket/*\"", true)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::AMZN-s3-demo-bucket/*\"", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws-cn:s3:::amzn-s3-demo-bucket/*\"", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::amzn-s3-demo-?ucket/k*y\"", true)]
    [InlineData("\"Action\":\"*\",\"NotResource\":\"arn:aws:s3:::other/*\"", true)]
    [InlineData("\"Action\":\"*\",\"NotResource\":\"arn:aws:s3:::amzn-s3-demo-bucket/*\"", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::amzn-s3-demo-bucket/${aws:PrincipalAccount}/*\"", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::amzn-s3-demo-bucket/${aws:username, 'key'}\"", true)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}*\"", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::amzn-s3-demo-bucket/${*}\"", false)]
    public void Element_OfAStatement_IsReadAsDocumented(string elements, bool allows) =>
        Assert.Equal(allows, PolicyEvaluator.Decide(Read(), Own($$"""{"Sid":"S","Effect":"Allow",{{elements}}}""")).IsAllowed);

    [Fact]
    public void Variable_BringsNoWildcard()
    {
        var policy = Own(Statement("Allow", "s3:GetObject", Bucket + "/${aws:PrincipalTag/team}"));
        Allowed(Read().With(("aws:PrincipalTag/team", "key")), policy);
        Denied(Read().With(("aws:PrincipalTag/team", "*")), policy);
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    [Fact]
    public void NotPrincipal_DeniesEverybodyElse()
    {
        string Except(string role) => $$"""{"Sid":"S","Effect":"Deny","NotPrincipal":{"AWS":["{{role}}","{{Account}}"]},"Action":"*","Resource":"*"}""";
        Allowed(Read(), Own(AllowRead) with { Resource = Policy("bucket", Except(Role)) });
        Denied(Read() with { Caller = new Caller.Role("arn:aws:iam::444455556666:role/x") }, new ApplicablePolicies
        {
            ResourceAccount = "444455556666",
            Identity = [Policy("identity", AllowRead)],
            Resource = Policy("bucket", Except(Role)),
        }, "bucket, statement S, denies it");
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    [Theory]
    [InlineData("StringEquals", "team", "blue", "blue", true)]
    [InlineData("StringEquals", "TEAM", "blue", "blue", true)]
    [InlineData("StringEquals", "team", "blue", "Blue", false)]
    [InlineData("StringEquals", "team", "b*", "blue", false)]
    [InlineData("StringEquals", "team", "blue", null, false)]
    [InlineData("StringNotEquals", "team", "blue", "red", true)]
    [InlineData("StringNotEquals", "team", "blue", "blue", false)]
    [InlineData("StringNotEquals", "team", "blue", null, true)]
    [InlineData("StringEqualsIgnoreCase", "team", "blue", "BLUE", true)]
    [InlineData("StringEqualsIgnoreCase", "team", "blue", "red", false)]
    [InlineData("StringLike", "team", "b*e", "blue", true)]
    [InlineData("StringLike", "team", "b?ue", "blue", true)]
    [InlineData("StringLike", "team", "b?e", "blue", false)]
    [InlineData("StringNotLike", "team", "b*", "blue", false)]
    [InlineData("StringNotLike", "team", "b*", "red", true)]
    [InlineData("StringEqualsIfExists", "team", "blue", null, true)]
    [InlineData("StringEqualsIfExists", "team", "blue", "red", false)]
    [InlineData("Bool", "team", "true", "True", true)]
    [InlineData("Bool", "team", "true", "false", false)]
    [InlineData("Bool", "team", "true", null, false)]
    [InlineData("Null", "team", "true", null, true)]
    [InlineData("Null", "team", "true", "blue", false)]
    [InlineData("Null", "team", "false", "blue", true)]
    [InlineData("Null", "team", "false", null, false)]
    [InlineData("ArnLike", "team", "arn:aws:logs:*:111122223333:log-group:/a/*", "arn:aws:logs:eu-west-1:111122223333:log-group:/a/b:c", true)]
    [InlineData("ArnEquals", "team", "arn:aws:sns:*:111122223333:t", "arn:aws:sns:eu-west-1:111122223333:t", true)]
    [InlineData("ArnLike", "team", "arn:aws:sns:*:t", "arn:aws:sns:eu-west-1:111122223333:t", false)]
    [InlineData("ArnLike", "team", "arn:aws:sns:eu*33:t", "arn:aws:sns:eu-west-1:111122223333:t", false)]
    [InlineData("ArnLike", "team", "arn:aws:sns:eu-west-1:111122223333:t", "no ARN", false)]
    [InlineData("ArnNotLike", "team", "arn:aws:sns:*:*:t", "arn:aws:sns:eu-west-1:111122223333:t", false)]
    [InlineData("ArnNotLike", "team", "arn:aws:sns:*:*:t", "arn:aws:sns:eu-west-1:111122223333:u", true)]
    [InlineData("NumericLessThanEquals", "team", "10", "10", true)]
    [InlineData("NumericLessThanEquals", "team", "10", "11", false)]
    [InlineData("NumericNotEquals", "team", "10", "11", true)]
    [InlineData("IpAddress", "team", "203.0.113.0/24", "203.0.113.9", true)]
    [InlineData("IpAddress", "team", "203.0.113.0/24", "198.51.100.1", false)]
    [InlineData("NotIpAddress", "team", "203.0.113.0/24", "198.51.100.1", true)]
    public void Condition_WithOneValue_IsComparedAsDocumented(string operation, string key, string expected, string? actual, bool holds)
    {
        var request = actual is null ? Read() : Read().With(("team", actual));
        Assert.Equal(holds, PolicyEvaluator.Decide(request, Own(Conditioned($$"""{"{{operation}}":{"{{key}}":"{{expected}}"} }"""))).IsAllowed);
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    [Theory]
    [InlineData("ForAllValues:StringEquals", "a,b", "a", true)]
    [InlineData("ForAllValues:StringEquals", "a,b", "a,c", false)]
    [InlineData("ForAllValues:StringEquals", "a,b", "", true)]
    [InlineData("ForAnyValue:StringEquals", "a,b", "a,c", true)]
    [InlineData("ForAnyValue:StringEquals", "a,b", "c", false)]
    [InlineData("ForAnyValue:StringEquals", "a,b", "", false)]
    [InlineData("ForAllValues:StringNotLike", "a*,b", "c,d", true)]
    [InlineData("ForAllValues:StringNotLike", "a*,b", "c,ab", false)]
    [InlineData("ForAnyValue:StringNotEquals", "a,b", "a,c", true)]
    [InlineData("StringEquals", "a,b", "b", true)]
    [InlineData("StringNotEquals", "a,b", "b", false)]
    [InlineData("StringNotEquals", "a,b", "c", true)]
    public void Condition_WithSeveralValues_IsComparedAsDocumented(string operation, string expected, string actual, bool holds)
    {
        var request = actual.Length == 0 ? Read() : Read().WithMany("keys", [.. actual.Split(',')]);
        var values = string.Join(',', expected.Split(',').Select(value => $"\"{value}\""));
        Assert.Equal(holds, PolicyEvaluator.Decide(request, Own(Conditioned($$"""{"{{operation}}":{"keys":[{{values}}]} }"""))).IsAllowed);
    }

    [Fact]
    public void Conditions_MustAllHold()
    {
        var policy = Own(Conditioned("""{"StringEquals":{"a":"1","b":"2"},"Bool":{"c":"true"}}"""));
        Allowed(Read().With(("a", "1"), ("b", "2"), ("c", "true")), policy);
        Denied(Read().With(("a", "1"), ("b", "2"), ("c", "false")), policy);
        Denied(Read().With(("a", "1"), ("b", "3"), ("c", "true")), policy);
    }

    [Fact]
    public void Condition_ThatNobodyKnows_IsAnErrorAndNotAGuess()
    {
        Assert.Throws<NotSupportedException>(() => PolicyEvaluator.Decide(Read().With(("a", "1")), Own(Conditioned("""{"StringSounds":{"a":"1"}}"""))));
        Assert.Throws<InvalidOperationException>(() => PolicyEvaluator.Decide(Read().WithMany("a", "1", "2"), Own(Conditioned("""{"StringEquals":{"a":"1"}}"""))));
        Assert.Throws<System.Text.Json.JsonException>(() => Policy("p", """{"Effect":"Allow","Actions":"s3:*","Resource":"*"}"""));
    }

    private static AccessRequest Read() => Request("s3:GetObject", $"{Bucket}/key");

    private static AccessRequest Request(string action, string resource) => new(new Caller.Role(Role), action, resource);

    private static ApplicablePolicies Own(string? identity = null) => new()
    {
        ResourceAccount = Account,
        Identity = identity is null ? [] : [Policy("identity", identity)],
    };

    private static PolicyText Policy(string name, string statement) => PolicyText.Parse(name, $$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""");

    private static string Statement(string effect, string action, string resource) =>
        $$"""{"Sid":"S","Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"}""";

    private static string Conditioned(string conditions) =>
        $$"""{"Sid":"S","Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{{conditions}}}""";

    private static string To(string principal, string statement) => statement.Insert(1, $"\"Principal\":{{{principal}}},");

    private static string ToEverybody(string statement) => statement.Insert(1, "\"Principal\":\"*\",");

    private static void Allowed(AccessRequest request, ApplicablePolicies policies, string by = "")
    {
        var decision = PolicyEvaluator.Decide(request, policies);
        Assert.True(decision.IsAllowed, decision.By);
        Assert.Contains(by, decision.By, StringComparison.Ordinal);
    }

    private static void Denied(AccessRequest request, ApplicablePolicies policies, string by = "")
    {
        var decision = PolicyEvaluator.Decide(request, policies);
        Assert.False(decision.IsAllowed, decision.By);
        Assert.Contains(by, decision.By, StringComparison.Ordinal);
    }
}
