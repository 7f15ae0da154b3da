using System.Collections;
using System.Reflection;
using System.Text;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Every value of a settings record on its own line, so that two records can be compared by value.</summary>
internal static class SettingsText
{
    public static string Of(object settings)
    {
        var text = new StringBuilder();
        Append(text, string.Empty, settings);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string path, object? value)
    {
        if (value is IEnumerable items and not string)
        {
            AppendItems(text, path, items);
            return;
        }

        if (value is null or string || value.GetType().Namespace?.StartsWith("SecureApi", StringComparison.Ordinal) != true || value.GetType().IsValueType)
        {
            text.Append(path).Append(" = ").Append(value).Append('\n');
            return;
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            Append(text, $"{path}.{property.Name}", property.GetValue(value));
        }
    }

    private static void AppendItems(StringBuilder text, string path, IEnumerable items)
    {
        foreach (var item in items)
        {
            var type = item!.GetType();
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            {
                Append(text, $"{path}[{type.GetProperty("Key")!.GetValue(item)}]", type.GetProperty("Value")!.GetValue(item));
            }
            else
            {
                Append(text, $"{path}[]", item);
            }
        }
    }
}
