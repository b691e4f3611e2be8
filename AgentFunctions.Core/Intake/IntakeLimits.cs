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

    /// <summary>Characters of all metadata names and values: escaped they take up to six times that, and a table's text has room for 32,768.</summary>
    public const int MetadataTotal = 4096;

    /// <summary>Bytes of feedback.</summary>
    public const int FeedbackBytes = 64 * 1024;

    /// <summary>Characters of the note of a feedback.</summary>
    public const int NoteLength = 2000;

    /// <summary>Faults that a refusal tells; the others show when these are mended.</summary>
    public const int Faults = 20;

    /// <summary>Characters of a client's own name that a refusal repeats.</summary>
    public const int ShownLength = 300;
}
