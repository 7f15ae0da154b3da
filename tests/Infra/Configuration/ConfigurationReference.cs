using System.Collections;
using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Text;
using SecureApi.Configuration;
using SecureApi.Ecs;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Writes the reference part of <c>docs/configuration.md</c> from the settings records and their doc comments.</summary>
internal static class ConfigurationReference
{
    private const string Begin = "<!-- BEGIN GENERATED -->";
    private const string End = "<!-- END GENERATED -->";

    private static readonly DocComments Comments = DocComments.Of(typeof(StackConfig).Assembly);

    /// <summary>The document with its reference part written anew.</summary>
    public static string Renew(string document)
    {
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        return $"{document[..begin]}\n\n{Write()}\n{document[end..]}";
    }

    private static string Write()
    {
        var text = new StringBuilder();
        text.Append("### `aws:region`\n\nThe AWS region of every resource: text, required. Example: `eu-west-1`.\n\n");
        foreach (var setting in Setting.Of(typeof(StackConfig))) WriteKey(text, setting);
        text.Append("## Task sizes\n\n| `cpu` | `memory` in MiB |\n| --- | --- |\n");
        foreach (var cpu in FargateSizes.Cpus) text.Append("| ").Append(cpu).Append(" | ").Append(FargateSizes.DescribeMemory(cpu)).Append(" |\n");
        text.Append("\n## Rules on several values\n\n");
        foreach (var rule in Rules()) text.Append("- ").Append(Comments.Summary(rule)).Append('\n');
        return text.ToString();
    }

    private static void WriteKey(StringBuilder text, Setting setting)
    {
        text.Append("### `secure-api:").Append(setting.Key).Append("`\n\n").Append(Comments.Summary(setting.Property));
        var (record, isItem) = RecordOf(setting.Property.PropertyType);
        if (record is null)
        {
            text.Append("\n\n| Type | Default | Limits |\n| --- | --- | --- |\n| ")
                .Append(TypeOf(setting)).Append(" | ").Append(DefaultOf(setting, Activator.CreateInstance<StackConfig>())).Append(" | ")
                .Append(Escape(LimitsOf(setting))).Append(" |\n\n");
            return;
        }

        if (setting.IsRequired) text.Append(" Required.");
        if (isItem) text.Append(" Names: ").Append(Escape(LimitsOf(setting))).Append('.');
        text.Append("\n\n| Key | Type | Default | Limits | Meaning |\n| --- | --- | --- | --- | --- |\n");
        WriteRows(text, isItem ? "<name>." : string.Empty, record, isOptional: false);
        text.Append("\nExample: `").Append(setting.Example[(setting.Key.Length + 2)..]).Append("`\n\n");
    }

    private static void WriteRows(StringBuilder text, string prefix, Type record, bool isOptional)
    {
        var defaults = Activator.CreateInstance(record)!;
        foreach (var setting in Setting.Of(record))
        {
            var key = prefix + setting.Key;
            var (inner, isItem) = RecordOf(setting.Property.PropertyType);
            if (inner is not null)
            {
                var item = !isItem ? "." : IsMap(setting.Property.PropertyType) ? ".<name>." : "[].";
                WriteRows(text, key + item, inner, setting.Property.GetValue(defaults) is null);
                continue;
            }

            text.Append("| `").Append(key).Append("` | ")
                .Append(TypeOf(setting)).Append(" | ")
                .Append(DefaultOf(setting, defaults)).Append(isOptional && setting.IsRequired ? $" in `{prefix.TrimEnd('.')}`" : string.Empty).Append(" | ")
                .Append(Escape(LimitsOf(setting))).Append(" | ")
                .Append(Comments.Summary(setting.Property)).Append(Link(setting.Property)).Append(" |\n");
        }
    }

    /// <summary>Every rule on several values: a documented method of a settings record that checks them.</summary>
    internal static IEnumerable<MethodInfo> Rules() => typeof(StackConfig).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Settings", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(method => method.Name.StartsWith("Check", StringComparison.Ordinal) && Comments.Summary(method).Length > 0)
        .OrderBy(method => method.DeclaringType!.FullName, StringComparer.Ordinal)
        .ThenBy(method => method.Name, StringComparer.Ordinal);

    /// <summary>The record that a setting holds, if any, and whether it is that of an item of a list or map.</summary>
    internal static (Type? Record, bool IsItem) RecordOf(Type type)
    {
        if (type.IsGenericType && type.GenericTypeArguments[^1] is { } item && Setting.Of(item).Length > 0) return (item, true);
        return Setting.Of(type).Length > 0 ? (type, false) : (null, false);
    }

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>);

    private static string TypeOf(Setting setting)
    {
        var type = setting.Property.PropertyType;
        var name = type.IsEnum ? string.Join(", ", setting.WordsOf(type).Select(word => $"`{word}`"))
            : setting.Key.Contains("Ipv6", StringComparison.Ordinal) ? NameOf(type).Replace("IPv4", "IPv6", StringComparison.Ordinal) : NameOf(type);
        return name + (setting.Unit is null ? string.Empty : $", {setting.Unit}");
    }

    private static string NameOf(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(int) => "whole number",
        _ when type == typeof(bool) => "`true` or `false`",
        _ when type == typeof(IPNetwork) => "IPv4 range",
        _ when type == typeof(SecretText) => "secret",
        _ when type == typeof(DateOnly) => "date",
        { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(word => $"`{Setting.CamelCase(word)}`")),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => $"list of {NameOf(type.GenericTypeArguments[0])}",
        { IsGenericType: true } => $"map of {NameOf(type.GenericTypeArguments[^1])}",
        _ => throw new NotSupportedException($"The reference has no name for the type {type}."),
    };

    private static string DefaultOf(Setting setting, object defaults) =>
        setting.IsRequired ? "**required**" : setting.Property.GetValue(defaults) is { } value ? $"`{TextOf(value)}`" : "none";

    private static string TextOf(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        string text => text,
        Enum word => Setting.CamelCase(word.ToString()),
        IDictionary => "{}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(TextOf))}]",
        _ => value.ToString()!,
    };

    /// <summary>Limits and rules in words.</summary>
    internal static string LimitsOf(Setting setting)
    {
        var type = setting.Property.PropertyType;
        var limits = setting.DescribeLimits(type == typeof(int) ? null : type == typeof(string) ? "characters" : "entries");
        var rules = setting.KeyRules.Concat(type.IsEnum ? [] : setting.ValueRules).Select(Setting.Describe);
        return string.Join("; ", limits is null ? rules : rules.Prepend(limits));
    }

    private static string Escape(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Link(PropertyInfo property)
    {
        var remarks = Comments.Remarks(property);
        var start = remarks.IndexOf("https://", StringComparison.Ordinal);
        return start < 0 ? string.Empty : $" [AWS]({remarks[start..].Split(' ')[0]})";
    }
}
