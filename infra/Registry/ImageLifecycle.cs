using System.Text.Json;
using SecureApi.Json;

namespace SecureApi.Registry;

/// <summary>
/// Which images ECR deletes by itself. A release is a tagged index of untagged images, one for each platform, and of their
/// attestations: tags are counted, and what an index refers to cannot expire before it. Releases that run are protected by
/// number, so the limit is far above what a rollback reaches.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html"/>
internal static class ImageLifecycle
{
    private const int UntaggedDays = 7;
    private const int KeptReleases = 100;

    public static string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteStartArray("rules");
            Rule(json, 1, "Untagged images are left-overs of a build", "untagged", "sinceImagePushed", UntaggedDays);
            Rule(json, 2, "Old releases", "tagged", "imageCountMoreThan", KeptReleases);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return JsonText.From(buffer);
    }

    private static void Rule(Utf8JsonWriter json, int priority, string description, string tags, string countType, int count)
    {
        json.WriteStartObject();
        json.WriteNumber("rulePriority", priority);
        json.WriteString("description", description);
        json.WriteStartObject("selection");
        json.WriteString("tagStatus", tags);
        if (tags == "tagged")
        {
            json.WriteStartArray("tagPatternList");
            json.WriteStringValue("*");
            json.WriteEndArray();
        }

        json.WriteString("countType", countType);
        if (countType == "sinceImagePushed") json.WriteString("countUnit", "days");
        json.WriteNumber("countNumber", count);
        json.WriteEndObject();
        json.WriteStartObject("action");
        json.WriteString("type", "expire");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
