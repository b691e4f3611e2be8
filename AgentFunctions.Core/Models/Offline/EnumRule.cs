using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Models.Offline;

/// <summary>Chooses the value whose name and hints stand most often in the text. Hints come from the description: "billing: charge, refund; technical: error".</summary>
internal static class EnumRule
{
    // Where nothing points anywhere, the middle of these is the safest guess.
    private static readonly string[] Usual = ["normal", "medium", "neutral", "other", "unknown", "none"];

    public static JsonNode? Choose(SchemaNode node, TextEvidence evidence)
    {
        Dictionary<string, string[]> hints = Hints(node.Description);
        (JsonElement Value, int Score) best = node.Choices.Select(c => (c, Score(c, hints, evidence))).MaxBy(c => c.Item2);
        JsonElement chosen = best.Score > 0 ? best.Value : node.Choices.FirstOrDefault(c => Usual.Contains(Name(c)), node.Choices[0]);
        return JsonNode.Parse(chosen.GetRawText());
    }

    private static int Score(JsonElement choice, Dictionary<string, string[]> hints, TextEvidence evidence) =>
        evidence.Count(Name(choice)) + hints.GetValueOrDefault(Name(choice), []).Sum(evidence.Count);

    private static string Name(JsonElement choice) => choice.ValueKind == JsonValueKind.String ? choice.GetString()! : choice.GetRawText();

    private static Dictionary<string, string[]> Hints(string description)
    {
        Dictionary<string, string[]> hints = new(StringComparer.Ordinal);
        foreach (string part in description.Split(';'))
        {
            if (part.Split(':', 2) is [var before, var words] && before.Trim().Split(' ')[^1] is { Length: > 0 } name)
            {
                hints[name] = [.. words.TrimEnd('.', ' ').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
            }
        }

        return hints;
    }
}
