using System.Text.Json;
using Pulumi;
using SecureApi.Json;

namespace SecureApi.Secrets;

/// <summary>Builds the JSON object that a secret holds when it has several members.</summary>
internal static class SecretDocument
{
    /// <summary>An object with the members in the given order. The result is a secret.</summary>
    /// <param name="members">Names and values.</param>
    public static Output<string> Of(params (string Name, Output<string> Value)[] members) =>
        Output.CreateSecret(Output.All(Array.ConvertAll(members, member => (Input<string>)member.Value)).Apply(values =>
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
            {
                json.WriteStartObject();
                for (var index = 0; index < members.Length; index++)
                    json.WriteString(members[index].Name, values[index]);
                json.WriteEndObject();
            }

            return JsonText.From(buffer);
        }));
}
