using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace SecureApi.Tests.Authorization;

/// <summary>Who calls AWS.</summary>
internal abstract record Caller
{
    /// <summary>A session of a role.</summary>
    /// <param name="Arn">The role's ARN.</param>
    internal sealed record Role(string Arn) : Caller
    {
        /// <summary>The name of the session.</summary>
        public string Session { get; init; } = "session";

        public string Partition => Arn.Split(':')[1];

        public string Account => Arn.Split(':')[4];

        public string SessionArn => $"arn:{Partition}:sts::{Account}:assumed-role/{Arn[(Arn.LastIndexOf('/') + 1)..]}/{Session}";

        public override string ToString() => Arn;
    }

    /// <summary>An AWS service that acts for itself.</summary>
    /// <param name="Name">Its service principal.</param>
    internal sealed record Service(string Name) : Caller
    {
        public override string ToString() => Name;
    }

    /// <summary>Somebody with a token of an OpenID Connect provider.</summary>
    /// <param name="ProviderArn">The provider's ARN in IAM.</param>
    internal sealed record WebIdentity(string ProviderArn) : Caller
    {
        public override string ToString() => $"a token of {ProviderArn}";
    }

    /// <summary>Somebody without credentials.</summary>
    internal sealed record Anonymous : Caller
    {
        public override string ToString() => "anybody";
    }
}

/// <summary>One call.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Action">Such as <c>s3:GetObject</c>.</param>
/// <param name="Resource">The ARN that the service authorization reference names for the action; <c>*</c> where it names none.</param>
internal sealed record AccessRequest(Caller Caller, string Action, string Resource)
{
    /// <summary>The condition keys that the service gives; more than one value for a multivalued key.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Context { get; init; } = Keys(("aws:SecureTransport", "true"));

    public AccessRequest With(params (string Key, string Value)[] keys) =>
        this with { Context = keys.Aggregate(Context, (context, entry) => context.SetItem(entry.Key, [entry.Value])) };

    public AccessRequest WithMany(string key, params ImmutableArray<string> values) => this with { Context = Context.SetItem(key, values) };

    public AccessRequest Without(string key) => this with { Context = Context.Remove(key) };

    /// <summary>The values of a key, those among them that AWS derives from the caller; null when the request has none.</summary>
    public IReadOnlyList<string>? Find(string key) =>
        Context.TryGetValue(key, out var values) ? values
        : (key.ToLowerInvariant(), Caller) switch
        {
            ("aws:principalarn", Caller.Role role) => [role.Arn],
            ("aws:principalaccount", Caller.Role role) => [role.Account],
            ("aws:principalisawsservice", Caller.Service) => ["true"],
            ("aws:principalisawsservice", _) => ["false"],
            ("aws:principalservicename", Caller.Service service) => [service.Name],
            _ => null,
        };

    public override string ToString() => $"{Caller} {Action} on {Resource}";

    private static ImmutableDictionary<string, ImmutableArray<string>> Keys(params (string Key, string Value)[] keys) =>
        ImmutableDictionary.CreateRange(StringComparer.OrdinalIgnoreCase, keys.Select(entry => KeyValuePair.Create(entry.Key, ImmutableArray.Create(entry.Value))));
}

/// <summary>Every policy that applies to a call.</summary>
internal sealed record ApplicablePolicies
{
    /// <summary>Attached to the caller.</summary>
    public ImmutableArray<PolicyText> Identity { get; init; } = [];

    /// <summary>The caller's permissions boundary; null for none.</summary>
    public PolicyText? Boundary { get; init; }

    /// <summary>Given when the session was made; null for none.</summary>
    public PolicyText? Session { get; init; }

    /// <summary>Attached to the resource: a bucket's, a key's or a topic's policy, a role's trust policy.</summary>
    public PolicyText? Resource { get; init; }

    /// <summary>Of the VPC endpoint that the call passes; null when it passes none.</summary>
    public PolicyText? Endpoint { get; init; }

    /// <summary>The account that owns the resource.</summary>
    public required string ResourceAccount { get; init; }
}

/// <summary>Whether a call is allowed, and which policy decided.</summary>
internal sealed record Decision(bool IsAllowed, string By);

/// <summary>Decides as AWS documents it.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"/>
internal static class PolicyEvaluator
{
    // What a resource's policy says to the caller. The order is that of its strength.
    private enum Grant
    {
        None,

        /// <summary>To the account: it may hand the permission on with policies of its own.</summary>
        Account,

        /// <summary>To the role's ARN: what bounds the role bounds this too.</summary>
        Role,

        /// <summary>To the session, the service, the token or everybody.</summary>
        Direct,
    }

    public static Decision Decide(AccessRequest request, ApplicablePolicies policies)
    {
        // An explicit deny anywhere overrides every allow.
        PolicyText?[] all = [.. policies.Identity, policies.Boundary, policies.Session, policies.Resource, policies.Endpoint];
        foreach (var policy in all.OfType<PolicyText>())
        {
            foreach (var statement in policy.Statements)
            {
                if (!statement.Allows && Applies(policy, statement, request) && (!statement.HasPrincipal || Match(statement, request.Caller) != Grant.None))
                    return new Decision(false, $"{policy.Name}, statement {statement.Sid}, denies it");
            }
        }

        // An endpoint policy only takes away: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
        if (policies.Endpoint is { } endpoint && !endpoint.Statements.Any(statement =>
            statement.Allows && Applies(endpoint, statement, request) && Match(statement, request.Caller) != Grant.None))
            return new Decision(false, $"{endpoint.Name} does not let it through");

        var (grant, granting) = ResourceGrant(request, policies.Resource);
        if (request.Caller is not Caller.Role caller)
        {
            return grant == Grant.None
                ? new Decision(false, policies.Resource is { } own ? $"{own.Name} does not allow it" : "the resource has no policy that could allow it")
                : new Decision(true, granting);
        }

        var isOwn = caller.Account == policies.ResourceAccount;
        if (isOwn && grant == Grant.Direct) return new Decision(true, granting);
        if (grant == Grant.None && (!isOwn || NeedsResourcePolicy(request)))
        {
            return new Decision(false, policies.Resource is { } own
                ? $"{own.Name} neither allows it nor leaves it to the caller's account"
                : "the resource has no policy that could allow it");
        }

        // Within one account either side is enough; across accounts both are needed. A grant to the account is handed on by identity policies.
        var (identity, identityAllows) = Allows(policies.Identity, request);
        var needsIdentity = !isOwn || grant != Grant.Role;
        if (needsIdentity && !identityAllows)
        {
            return new Decision(false, policies.Identity.IsEmpty
                ? "the caller has no policies"
                : $"none of the caller's policies allows it ({string.Join(", ", policies.Identity.Select(policy => policy.Name))})");
        }

        if (policies.Boundary is { } boundary && !Allows([boundary], request).Allows)
            return new Decision(false, $"{boundary.Name} bounds the caller and does not allow it");
        if (policies.Session is { } session && !Allows([session], request).Allows)
            return new Decision(false, $"{session.Name} limits the session and does not allow it");
        return new Decision(true, needsIdentity ? identity : granting);
    }

    // Without its key's or its role's own policy nobody gets in: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    private static bool NeedsResourcePolicy(AccessRequest request) =>
        request.Resource.Split(':', 6) is [_, _, "kms", _, _, var key, ..] && key.StartsWith("key/", StringComparison.Ordinal)
        || request.Action.StartsWith("sts:AssumeRole", StringComparison.OrdinalIgnoreCase);

    private static (string By, bool Allows) Allows(ImmutableArray<PolicyText> policies, AccessRequest request)
    {
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Statements)
            {
                if (statement.Allows && Applies(policy, statement, request)) return ($"{policy.Name}, statement {statement.Sid}, allows it", true);
            }
        }

        return ("", false);
    }

    private static (Grant Grant, string By) ResourceGrant(AccessRequest request, PolicyText? policy)
    {
        var best = (Grant: Grant.None, By: "");
        foreach (var statement in policy?.Statements ?? [])
        {
            if (!statement.Allows || !Applies(policy!, statement, request)) continue;
            var grant = Match(statement, request.Caller);
            if (grant > best.Grant) best = (grant, $"{policy!.Name}, statement {statement.Sid}, allows it");
        }

        return best;
    }

    private static bool Applies(PolicyText policy, PolicyStatementText statement, AccessRequest request) =>
        Listed(statement.Actions, statement.NotActions, pattern => PolicyPatternText.Matches(pattern, request.Action, ignoreCase: true))
        && Listed(statement.Resources, statement.NotResources, pattern => PolicyPatternText.Expand(pattern, policy, request) is { } expanded && PolicyPatternText.Matches(expanded, request.Resource, ignoreCase: false))
        && statement.Conditions.All(condition => Holds(condition, policy, request));

    // Trust policies name no resource: the role is the resource.
    private static bool Listed(ImmutableArray<string>? listed, ImmutableArray<string>? left, Func<string, bool> matches) =>
        listed is { } patterns ? patterns.Any(matches) : left is not { } outside || !outside.Any(matches);

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    private static Grant Match(PolicyStatementText statement, Caller caller)
    {
        if (statement.Principals is { } named)
            return named.Select(principal => Match(principal.Kind, principal.Value, caller)).DefaultIfEmpty(Grant.None).Max();
        if (statement.NotPrincipals is { } excepted)
            return excepted.All(principal => Match(principal.Kind, principal.Value, caller) == Grant.None) ? Grant.Direct : Grant.None;
        return Grant.None;
    }

    private static Grant Match(string kind, string value, Caller caller) => (kind, caller) switch
    {
        ("*", _) => value == "*" ? Grant.Direct : Grant.None,
        ("AWS", _) when value == "*" => Grant.Direct,
        ("AWS", Caller.Role role) when value == role.Account || value == $"arn:{role.Partition}:iam::{role.Account}:root" => Grant.Account,
        ("AWS", Caller.Role role) when value == role.Arn => Grant.Role,
        ("AWS", Caller.Role role) when value == role.SessionArn => Grant.Direct,
        ("Service", Caller.Service service) when value == service.Name => Grant.Direct,
        ("Federated", Caller.WebIdentity identity) when value == identity.ProviderArn => Grant.Direct,
        _ => Grant.None,
    };

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    private static bool Holds(PolicyConditionText condition, PolicyText policy, AccessRequest request)
    {
        var (operation, all, any) = condition.Operator switch
        {
            var name when name.StartsWith("ForAllValues:", StringComparison.Ordinal) => (name["ForAllValues:".Length..], true, false),
            var name when name.StartsWith("ForAnyValue:", StringComparison.Ordinal) => (name["ForAnyValue:".Length..], false, true),
            var name => (name, false, false),
        };
        var ifExists = operation.EndsWith("IfExists", StringComparison.Ordinal);
        if (ifExists) operation = operation[..^"IfExists".Length];
        var actual = request.Find(condition.Key);
        if (operation == "Null") return condition.Values.Any(value => bool.Parse(value) == (actual is null));

        var negated = operation.Contains("Not", StringComparison.Ordinal);
        var compare = Comparison(operation.Replace("Not", "", StringComparison.Ordinal));
        if (actual is null || actual.Count == 0) return all || (!any && (ifExists || negated));

        // A variable without a value matches nothing: the statement does not apply.
        var expected = condition.Values.Select(value => PolicyPatternText.Expand(value, policy, request)).ToList();
        if (expected.Contains(null)) return false;

        bool Test(string value) => negated ? !expected.Any(pattern => compare(pattern!, value)) : expected.Any(pattern => compare(pattern!, value));
        if (all) return actual.All(Test);
        if (any) return actual.Any(Test);
        return actual.Count == 1
            ? Test(actual[0])
            : throw new InvalidOperationException($"{policy.Name}: {condition.Key} has several values, and {condition.Operator} has no set operator.");
    }

    private static Func<PatternCharacter[], string, bool> Comparison(string operation) => operation switch
    {
        "StringEquals" => (pattern, value) => PolicyPatternText.Literal(pattern) == value,
        "StringEqualsIgnoreCase" or "Bool" => (pattern, value) => PolicyPatternText.Literal(pattern).Equals(value, StringComparison.OrdinalIgnoreCase),
        "StringLike" => (pattern, value) => PolicyPatternText.Matches(pattern, value, ignoreCase: false),
        "ArnEquals" or "ArnLike" => ArnMatches,
        "NumericEquals" => Numbers((left, right) => left == right),
        "NumericLessThan" => Numbers((left, right) => left < right),
        "NumericLessThanEquals" => Numbers((left, right) => left <= right),
        "NumericGreaterThan" => Numbers((left, right) => left > right),
        "NumericGreaterThanEquals" => Numbers((left, right) => left >= right),
        "IpAddress" => (pattern, value) => PolicyPatternText.Literal(pattern) is var block
            && IPNetwork.Parse(block.Contains('/', StringComparison.Ordinal) ? block : $"{block}/{(block.Contains(':', StringComparison.Ordinal) ? 128 : 32)}").Contains(IPAddress.Parse(value)),
        _ => throw new NotSupportedException($"The operator {operation} is not known here."),
    };

    private static Func<PatternCharacter[], string, bool> Numbers(Func<decimal, decimal, bool> compare) => (pattern, value) =>
        compare(decimal.Parse(value, CultureInfo.InvariantCulture), decimal.Parse(PolicyPatternText.Literal(pattern), CultureInfo.InvariantCulture));

    // Each of the six parts between the colons is compared by itself; the last may hold colons.
    private static bool ArnMatches(PatternCharacter[] pattern, string value)
    {
        var actual = value.Split(':', 6);
        if (actual.Length < 6) return false;
        var rest = pattern.AsSpan();
        for (var part = 0; part < 6; part++)
        {
            var end = part == 5 ? rest.Length : rest.IndexOf(new PatternCharacter(':', PatternKind.Literal));
            if (end < 0 || !PolicyPatternText.Matches(rest[..end], actual[part], ignoreCase: false)) return false;
            if (part < 5) rest = rest[(end + 1)..];
        }

        return true;
    }
}
