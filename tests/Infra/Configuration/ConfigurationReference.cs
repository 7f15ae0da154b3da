using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.Network;
using SecureApi.PrivateCa;

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
        foreach (var property in SettingsOf(typeof(StackConfig))) WriteKey(text, property);
        text.Append("## Task sizes\n\n| `cpu` | `memory` in MiB |\n| --- | --- |\n");
        foreach (var cpu in FargateSizes.Cpus) text.Append("| ").Append(cpu).Append(" | ").Append(FargateSizes.DescribeMemory(cpu)).Append(" |\n");
        text.Append("\n## Rules on several values\n\n");
        foreach (var rule in Rules()) text.Append("- ").Append(Comments.Summary(rule)).Append('\n');
        return text.ToString();
    }

    private static void WriteKey(StringBuilder text, PropertyInfo property)
    {
        var key = KeyOf(property);
        text.Append("### `secure-api:").Append(key).Append("`\n\n").Append(Comments.Summary(property));
        var (record, prefix) = RecordOf(property.PropertyType);
        if (record is null)
        {
            text.Append("\n\n| Type | Default | Limits |\n| --- | --- | --- |\n| ")
                .Append(TypeOf(property)).Append(" | ").Append(DefaultOf(property, Activator.CreateInstance<StackConfig>())).Append(" | ")
                .Append(LimitsOf(property)).Append(" |\n\n");
            return;
        }

        if (IsRequired(property)) text.Append(" Required.");
        if (prefix.Length > 0) text.Append(" Names: ").Append(LimitsOf(property)).Append('.');
        text.Append("\n\n| Key | Type | Default | Limits | Meaning |\n| --- | --- | --- | --- | --- |\n");
        WriteRows(text, prefix, record, isOptional: false);
        text.Append("\nExample: `").Append(property.GetCustomAttribute<SettingAttribute>()!.Example).Append("`\n\n");
    }

    private static void WriteRows(StringBuilder text, string prefix, Type record, bool isOptional)
    {
        var defaults = Activator.CreateInstance(record)!;
        foreach (var property in SettingsOf(record))
        {
            var key = prefix + KeyOf(property);
            var (inner, innerPrefix) = RecordOf(property.PropertyType);
            if (inner is not null)
            {
                WriteRows(text, innerPrefix == "[]." ? $"{key}{innerPrefix}" : $"{key}.{innerPrefix}", inner, property.GetValue(defaults) is null);
                continue;
            }

            text.Append("| `").Append(key).Append("` | ")
                .Append(TypeOf(property)).Append(" | ")
                .Append(DefaultOf(property, defaults)).Append(isOptional && IsRequired(property) ? $" in `{prefix.TrimEnd('.')}`" : string.Empty).Append(" | ")
                .Append(LimitsOf(property)).Append(" | ")
                .Append(Comments.Summary(property)).Append(Link(property)).Append(" |\n");
        }
    }

    private static IEnumerable<Type> Rules() => typeof(ISettingsRule).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(ISettingsRule)) && !type.IsAbstract)
        .OrderBy(type => type.Namespace, StringComparer.Ordinal)
        .ThenBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>The settings of a record, base record first.</summary>
    internal static IEnumerable<PropertyInfo> SettingsOf(Type record) =>
        (record.BaseType is { } parent && parent != typeof(object) ? SettingsOf(parent) : [])
        .Concat(record.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.IsDefined(typeof(SettingAttribute), inherit: false)));

    /// <summary>The record that a setting holds, and what stands before its keys; no record for a plain value.</summary>
    private static (Type? Record, string Prefix) RecordOf(Type type)
    {
        if (type == typeof(NamedMap<ServiceConfig>)) return (typeof(ServiceConfig), "<name>.");
        if (type == typeof(NamedMap<ClientConfig>)) return (typeof(ClientConfig), "<name>.");
        if (type == typeof(ImmutableArray<RevocationConfig>)) return (typeof(RevocationConfig), "[].");
        return type is { IsClass: true, IsGenericType: false } && type != typeof(string) && type != typeof(SecretText) ? (type, string.Empty) : (null, string.Empty);
    }

    private static string TypeOf(PropertyInfo property)
    {
        var unit = property.GetCustomAttribute<SettingAttribute>()!.Unit;
        return NameOf(property.PropertyType) + (unit is null ? string.Empty : $", {unit}");
    }

    private static string NameOf(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(int) => "whole number",
        _ when type == typeof(bool) => "`true` or `false`",
        _ when type == typeof(Cidr4) => "IPv4 range",
        _ when type == typeof(Cidr6) => "IPv6 range",
        _ when type == typeof(SecretText) => "secret",
        _ when type == typeof(DateOnly) => "date",
        { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(name => $"`{CamelCase(name)}`")),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => $"list of {NameOf(type.GenericTypeArguments[0])}",
        { IsGenericType: true } => $"map of {NameOf(type.GenericTypeArguments[0])}",
        _ => throw new NotSupportedException($"The reference has no name for the type {type}."),
    };

    private static string DefaultOf(PropertyInfo property, object defaults) =>
        IsRequired(property) ? "**required**" : property.GetValue(defaults) is { } value ? $"`{TextOf(value)}`" : "none";

    private static string TextOf(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        string text => text,
        Enum word => CamelCase(word.ToString()),
        IEnumerable when value.GetType().IsGenericType && value.GetType().GetGenericTypeDefinition() == typeof(NamedMap<>) => "{}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(TextOf))}]",
        _ => value.ToString()!,
    };

    internal static string LimitsOf(PropertyInfo property)
    {
        var setting = property.GetCustomAttribute<SettingAttribute>()!;
        var limits = new List<string>();
        if (setting.Min != int.MinValue || setting.Max != int.MaxValue)
        {
            limits.Add(setting.DescribeLimits(property.PropertyType == typeof(int) ? null : property.PropertyType == typeof(string) ? "characters" : "entries"));
        }

        limits.AddRange(property.GetCustomAttributes<SettingRuleAttribute>().Select(rule => rule.Rule));
        return string.Join("; ", limits).Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Link(PropertyInfo property)
    {
        var remarks = Comments.Remarks(property);
        var start = remarks.IndexOf("https://", StringComparison.Ordinal);
        return start < 0 ? string.Empty : $" [AWS]({remarks[start..].Split(' ')[0]})";
    }

    internal static bool IsRequired(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute));

    internal static string KeyOf(PropertyInfo property) => CamelCase(property.Name);

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
