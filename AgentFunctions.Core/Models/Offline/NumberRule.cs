using System.Text.Json.Nodes;

namespace AgentFunctions.Models.Offline;

/// <summary>Takes the number on a line that speaks of the field, kept within the field's bounds.</summary>
internal static class NumberRule
{
    public static JsonNode? Fill(SchemaNode node, TextEvidence evidence)
    {
        decimal? found = evidence.NumberNear(node.Words);
        if (found is null && node.Words.Any(w => w is "total" or "amount" or "sum"))
        {
            found = evidence.LargestNumber();
        }

        if (found is null && node.IsNullable)
        {
            return null;
        }

        return JsonValue.Create(node.Type == "integer" ? Math.Round(Clamp(node, found ?? 0)) : Clamp(node, found ?? 0));
    }

    private static decimal Clamp(SchemaNode node, decimal value)
    {
        decimal step = node.Type == "integer" ? 1 : 0.01m;
        decimal low = node.Bound("minimum") ?? node.Bound("exclusiveMinimum") + step ?? decimal.MinValue;
        decimal high = node.Bound("maximum") ?? node.Bound("exclusiveMaximum") - step ?? decimal.MaxValue;
        return low > high ? low : Math.Clamp(value, low, high);
    }
}
