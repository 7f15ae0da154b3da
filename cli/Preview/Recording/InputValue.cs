namespace SecureApi.Cli.Preview.Recording;

/// <summary>An input that was set.</summary>
/// <param name="Member">Which one.</param>
/// <param name="Value">What it was set to.</param>
internal sealed record InputValue(InputMember Member, object Value);
