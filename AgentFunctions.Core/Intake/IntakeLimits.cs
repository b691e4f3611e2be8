namespace AgentFunctions.Intake;

/// <summary>What intake takes at most.</summary>
public static class IntakeLimits
{
    /// <summary>Bytes of one task.</summary>
    public const int TaskBytes = 1024 * 1024;

    /// <summary>Tasks in one batch.</summary>
    public const int BatchItems = 1000;

    /// <summary>Bytes of one batch.</summary>
    public const int BatchBytes = 32 * 1024 * 1024;

    /// <summary>Entries of <c>metadata</c>.</summary>
    public const int MetadataEntries = 16;

    /// <summary>Characters of a metadata name or value.</summary>
    public const int MetadataLength = 256;
}
