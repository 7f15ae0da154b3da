namespace SecureApi.Configuration;

/// <summary>Image digests are given for the gateway and every service, or (for the first deployment) for none of them.</summary>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests</remarks>
internal sealed class ImagesRule : ISettingsRule
{
    private const string Gateway = "gateway";
    private const string SampleDigest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (settings.IsBootstrap || faults.IsBroken("services")) return;
        var names = new List<string> { Gateway };
        foreach (var (service, _) in settings.Services) names.Add(service);
        foreach (var (name, digest) in settings.Images)
        {
            if (!names.Contains(name))
            {
                var meant = Suggestion.Nearest(name, names);
                faults.Add(["images", name], $"the gateway or a service: {string.Join(", ", names)}", $"{meant ?? Gateway}: {SampleDigest}");
            }
            else if (!IsDigest(digest))
            {
                faults.Add(["images", name], "the image's digest: sha256: and 64 hexadecimal digits in lower case, no tag", $"{name}: {SampleDigest}");
            }
        }

        foreach (var name in names)
        {
            if (settings.Images.ContainsKey(name) || faults.IsBroken("images", name)) continue;
            faults.Add(["images", name], "a digest for the gateway and every service, or for none (the first deployment)", $"{name}: {SampleDigest}");
        }
    }

    private static bool IsDigest(string text) =>
        text.Length == SampleDigest.Length
        && text.StartsWith("sha256:", StringComparison.Ordinal)
        && text["sha256:".Length..].All(char.IsAsciiHexDigitLower);
}
