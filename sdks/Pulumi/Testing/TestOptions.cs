namespace Pulumi.Testing;

/// <summary>How a test runs a stack.</summary>
public class TestOptions
{
    /// <summary>The project's name; "project" if null.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The project's folder.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>The stack's name; "stack" if null.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether this is a preview, in which an output that the mock does not give is unknown; true if null.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>The organization's name; "organization" if null.</summary>
    public string? OrganizationName { get; set; }
}
