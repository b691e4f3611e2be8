namespace AgentFunctions.Agents.Checks;

/// <summary>What one check says of an answer.</summary>
internal readonly record struct Finding(CheckVerdict Verdict, string? Reason)
{
    public static Finding Passed => new(CheckVerdict.Passed, null);

    public static Finding Failed(string reason) => new(CheckVerdict.Failed, reason);

    public static Finding NotJudged(string reason) => new(CheckVerdict.NotJudged, reason);

    /// <summary>What holds for an answer that lacks the field.</summary>
    public static Finding Missing(FieldPath field, string what, bool optional) => optional ? Passed : Failed($"'{field}' has no {what}");
}
