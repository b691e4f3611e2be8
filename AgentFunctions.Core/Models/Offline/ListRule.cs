using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Models.Offline;

/// <summary>Fills lists of texts with the sentences that fit the field's name; other lists with the fewest items allowed.</summary>
internal static class ListRule
{
    private const int UsualMost = 5;

    private static readonly string[] Action = ["please", "need to", "needs to", "will ", "can you", "could you", "must", "todo", "action", "by friday", "by monday", "let's", "i'll", "we'll"];

    public static JsonArray Fill(SchemaNode node, TextEvidence evidence, Func<JsonElement, JsonNode?> fillItem)
    {
        int least = node.Integer("minItems", 0);
        int most = Math.Max(least, node.Integer("maxItems", UsualMost));
        JsonArray list = [.. IsTexts(node) ? Texts(node, evidence).Distinct().Take(most).Select(t => (JsonNode?)JsonValue.Create(t)) : []];
        while (list.Count < least && node.Items is { } item)
        {
            list.Add(fillItem(item));
        }

        return list;
    }

    private static bool IsTexts(SchemaNode node) => node.Items is { } item
        && new SchemaNode(node.Name, item) is { Type: "string", Choices.Count: 0, Constant: null, Format: null } text
        && text.Integer("maxLength", int.MaxValue) == int.MaxValue && text.Integer("minLength", 0) == 0;

    private static IEnumerable<string> Texts(SchemaNode node, TextEvidence evidence) => node.Words switch
    {
        var words when words.Any(w => w is "citations" or "sources" or "notes" or "references") => evidence.Notes,
        var words when words.Any(w => w.StartsWith("question", StringComparison.Ordinal)) => evidence.Sentences.Where(s => s.EndsWith('?')),
        var words when words.Any(w => w is "action" or "actions" or "items" or "steps" or "tasks") =>
            evidence.Sentences.Where(s => !s.EndsWith('?') && Action.Any(a => s.Contains(a, StringComparison.OrdinalIgnoreCase))),
        _ => evidence.Sentences,
    };
}
