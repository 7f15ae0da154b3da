namespace SecureApi.Iam;

/// <summary>What a statement does when it matches.</summary>
public enum PolicyEffect
{
    /// <summary>The request may proceed.</summary>
    Allow,

    /// <summary>The request is refused, whatever another statement allows.</summary>
    Deny,
}
