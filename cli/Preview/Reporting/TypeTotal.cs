namespace SecureApi.Cli.Preview.Reporting;

/// <summary>How many resources there are of one type.</summary>
/// <param name="Type">The type token.</param>
/// <param name="Count">How many.</param>
public sealed record TypeTotal(string Type, int Count);
