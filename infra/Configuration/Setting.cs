using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SecureApi.Configuration;

/// <summary>
/// Marks a property that a person can set, with what type, default and rules do not say. Limits are
/// <see cref="RangeAttribute"/> and <see cref="LengthAttribute"/>; other rules are validation attributes, which hold for every
/// item of a list and every value of a map.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute : Attribute
{
    /// <summary>The unit of a number, for people: "days", "MiB".</summary>
    public string? Unit { get; init; }

    /// <summary>A valid value, written as in the stack file. A validation error shows it.</summary>
    public required string Example { get; init; }
}

/// <summary>A pattern for the keys of a map.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyPatternAttribute(string pattern) : RegularExpressionAttribute(pattern)
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string { Length: > 0 } && base.IsValid(value);
}

/// <summary>Marks a property as a setting, with its unit and example for the binder, the reference and the schema.</summary>
internal sealed class Setting
{
    private Setting(PropertyInfo property, SettingAttribute attribute)
    {
        (Property, Unit, Key) = (property, attribute.Unit, CamelCase(property.Name));
        Example = $"{Key}: {attribute.Example}";
        var rules = property.GetCustomAttributes<ValidationAttribute>().ToList();
        (Min, Max) = rules.OfType<RangeAttribute>().Select(range => ((int)range.Minimum, (int)range.Maximum))
            .Concat(rules.OfType<LengthAttribute>().Select(length => (length.MinimumLength == 0 ? int.MinValue : length.MinimumLength, length.MaximumLength)))
            .FirstOrDefault((int.MinValue, int.MaxValue));
        KeyRules = [.. rules.OfType<KeyPatternAttribute>()];
        ValueRules = [.. rules.Where(rule => rule is not (RangeAttribute or LengthAttribute or KeyPatternAttribute))];
    }

    /// <summary>The property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>The key in the configuration.</summary>
    public string Key { get; }

    /// <summary>The unit of a number; null when there is none.</summary>
    public string? Unit { get; }

    /// <summary>A valid entry of the stack file.</summary>
    public string Example { get; }

    /// <summary>The least number, length or count.</summary>
    public int Min { get; }

    /// <summary>The greatest number, length or count.</summary>
    public int Max { get; }

    /// <summary>Rules for the keys of a map.</summary>
    public ImmutableArray<ValidationAttribute> KeyRules { get; }

    /// <summary>Rules for the value, or for every item of a list or map.</summary>
    public ImmutableArray<ValidationAttribute> ValueRules { get; }

    /// <summary>True when there is no default.</summary>
    public bool IsRequired => Property.IsDefined(typeof(RequiredMemberAttribute), inherit: false);

    /// <summary>The settings of a record in the order of the source, those of its base record first.</summary>
    public static ImmutableArray<Setting> Of(Type record) =>
    [
        .. record.BaseType is { } parent && parent != typeof(object) ? Of(parent) : [],
        .. record.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => (Property: property, Attribute: property.GetCustomAttribute<SettingAttribute>(inherit: false)))
            .Where(setting => setting.Attribute is not null)
            .Select(setting => new Setting(setting.Property, setting.Attribute!)),
    ];

    /// <summary>A name as it is written in the configuration.</summary>
    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>The words of an enumeration: all, or those that the setting allows.</summary>
    public IEnumerable<string> WordsOf(Type enumeration) =>
        (ValueRules.OfType<AllowedValuesAttribute>().FirstOrDefault()?.Values.OfType<object>() ?? Enum.GetValues(enumeration).Cast<object>())
            .Select(value => CamelCase(value.ToString()!));

    /// <summary>What a rule asks for: its message, followed by the values that it allows.</summary>
    public static string Describe(ValidationAttribute rule)
    {
        if (rule is not AllowedValuesAttribute allowed) return rule.FormatErrorMessage(string.Empty);

        // The framework's own message, with a place for the property's name, does not name the values.
        var hasMessage = rule.ErrorMessage is { } message && !message.Contains("{0}", StringComparison.Ordinal);
        return $"{(hasMessage ? $"{rule.ErrorMessage}:" : "one of")} {string.Join(", ", allowed.Values)}";
    }

    /// <summary>The limits for people: "2 to 4", "at most 20 entries"; null when there are none.</summary>
    public string? DescribeLimits(string? unit) => (Min, Max) switch
    {
        (int.MinValue, int.MaxValue) => null,
        (int.MinValue, _) => WithUnit($"at most {Max}", unit),
        (_, int.MaxValue) => WithUnit($"at least {Min}", unit),
        _ => WithUnit($"{Min} to {Max}", unit),
    };

    private static string WithUnit(FormattableString limits, string? unit) =>
        limits.ToString(CultureInfo.InvariantCulture) + (unit is null ? string.Empty : $" {unit}");
}

/// <summary>A country that AWS WAF knows: a code of ISO 3166-1 alpha-2, or XK for Kosovo.</summary>
/// <remarks>https://docs.aws.amazon.com/waf/latest/APIReference/API_GeoMatchStatement.html</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CountryCodeAttribute() : RegularExpressionAttribute("[A-Z]{2}")
{
    private static readonly HashSet<string> Codes = new((
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL "
        + "CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU "
        + "GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC "
        + "MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT "
        + "PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA "
        + "UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW").Split(' '), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "the code of a country in two capital letters (ISO 3166-1 alpha-2), such as IE, GB or US";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string code && Codes.Contains(code);
}

/// <summary>Regular expressions of more than one setting, each with the rule in words. A value has to match as a whole.</summary>
internal static class Patterns
{
    /// <summary>A full host name in lower case with at least two labels (RFC 1123); the last label is not a number.</summary>
    public const string DomainName =
        "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+(?=[0-9-]*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    public const string DomainNameRule = "a host name in lower case, at least two labels of at most 63 characters, 253 altogether, without scheme, port, wildcard or final dot";

    /// <summary>An e-mail address with a plain mailbox and a host name in either case (the part of RFC 5321 that people use).</summary>
    public const string Email =
        "(?=[^@]{1,64}@[^@]{1,253}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+(?=[0-9-]*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    public const string EmailRule = "an e-mail address: at most 64 characters, @, and a host name of at most 253 in labels of at most 63";

    /// <summary>An address that SNS can post to: HTTPS, a host name, no user, no fragment.</summary>
    public const string HttpsUrl = "https://[a-z0-9-]+(\\.[a-z0-9-]+)+(:[0-9]+)?(/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?";

    public const string HttpsUrlRule = "an https:// address with a host name";

    /// <summary>A standard SNS topic.</summary>
    public const string TopicArn = "arn:aws(-[a-z-]+)?:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}";

    public const string TopicArnRule = "the ARN of a standard SNS topic: an account of 12 digits, a name of at most 256 characters";

    /// <summary>The name of an HTTP header (RFC 9110) in lower case, as AWS WAF compares it.</summary>
    public const string HeaderName = "[a-z0-9!#$%&'*+.^_`|~-]{1,64}";

    public const string HeaderNameRule = "the name of an HTTP header in lower case, 1 to 64 characters";

    /// <summary>
    /// A path that is compared with the start of a request's path, segment by segment. The gateway has the same grammar in
    /// <c>lua/gateway/paths.lua</c>.
    /// </summary>
    public const string PathPrefix =
        "(?=.{1,128}$)/((?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*)?";

    public const string PathPrefixRule = "/ alone, or an absolute path of plain segments (letters, digits, - _ . ~) without a slash at the end, at most 128 characters";

    /// <summary>The name of an environment variable that a service may be given (POSIX, in either case).</summary>
    public const string EnvironmentName = "[A-Za-z_][A-Za-z0-9_]{0,127}";

    public const string EnvironmentNameRule = "an environment variable's name: 1 to 128 letters, digits and underscores; no digit first";

    /// <summary>
    /// A lower-case DNS label (RFC 1123), short enough for the names that are made from it: target groups and load balancers
    /// have 32 characters, of which Pulumi's suffix takes eight.
    /// </summary>
    public const string Label = "[a-z]([a-z0-9-]{0,18}[a-z0-9])?";

    public const string LabelRule = "1 to 20 lower-case letters, digits and hyphens; a letter first, no hyphen last";

    /// <summary>The name of a CA generation: a label of six characters.</summary>
    public const string Generation = "[a-z]([a-z0-9-]{0,4}[a-z0-9])?";

    public const string GenerationRule = "1 to 6 lower-case letters, digits and hyphens; a letter first, no hyphen last";

    /// <summary>The common name of a client's certificate (RFC 5280 allows 64 characters), which is also part of resource names.</summary>
    public const string ClientName = "[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?";

    public const string ClientNameRule = "1 to 64 lower-case letters, digits, hyphens and dots; a letter or digit first and last";

    /// <summary>A part of a certificate's subject, in characters that every tool shows alike (RFC 5280, appendix A.1).</summary>
    public const string SubjectText = "[A-Za-z0-9'()+,./:=?-]([A-Za-z0-9 '()+,./:=?-]*[A-Za-z0-9'()+,./:=?-])?";

    public const string SubjectTextRule = "letters, digits, spaces and '()+,-./:=? (ASN.1's PrintableString), no space at the ends";
}
