namespace SecureApi.Observability;

/// <summary>How an alarm combines two metrics.</summary>
public enum AlarmMath
{
    /// <summary>The first in percent of the second; nothing where the second is zero.</summary>
    Percent,

    /// <summary>The second less the first.</summary>
    Shortfall,

    /// <summary>The higher of the two; one that has no data does not count.</summary>
    Highest,
}
