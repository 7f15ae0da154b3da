namespace SecureApi.Configuration;

/// <summary>A rule on more than one value. It reports all that it finds, and skips values that are faulty already.</summary>
public interface ISettingsRule
{
    /// <summary>Checks the settings of a stack.</summary>
    void Check(StackConfig settings, FaultList faults);
}
