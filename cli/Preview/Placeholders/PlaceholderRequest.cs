using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>A resource whose outputs are wanted.</summary>
/// <param name="Urn">Its URN: what identifiers are made from.</param>
/// <param name="Type">Its type token.</param>
/// <param name="Name">Its logical name.</param>
/// <param name="Inputs">Its arguments.</param>
/// <param name="DefaultTags">The tags that its provider adds; null when the type has no tags.</param>
internal sealed record PlaceholderRequest(string Urn, string Type, string Name, RecordedMap Inputs, RecordedMap? DefaultTags);
