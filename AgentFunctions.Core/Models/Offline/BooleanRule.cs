namespace AgentFunctions.Models.Offline;

/// <summary>True when the text speaks of the field; for a field about having an answer, when a tool found one.</summary>
internal static class BooleanRule
{
    public static bool Decide(SchemaNode node, TextEvidence evidence) => node.Words.Any(w => w is "answered" or "found")
        ? evidence.Notes.Count > 0
        : node.Words.Any(w => evidence.Count(w) > 0);
}
