using System.Text.Json;
using AgentFunctions.Agents;
using NJsonSchema;

namespace AgentFunctions.Batching.Packing;

/// <summary>What a model answered to a pack, item by item.</summary>
internal sealed class PackAnswer
{
    private PackAnswer(IReadOnlyList<ItemAnswer> items, string? problem) => (Items, Problem) = (items, problem);

    /// <summary>In the order of the items; empty when the answer cannot be split.</summary>
    public IReadOnlyList<ItemAnswer> Items { get; }

    /// <summary>Why the answer cannot be split; null when it can.</summary>
    public string? Problem { get; }

    /// <summary>Takes an answer apart. An item whose part is missing, doubled or out of place, or does not match the output schema, has a problem.</summary>
    public static PackAnswer Split(string text, IReadOnlyList<string> ids, JsonSchema output)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(OutputCheck.WithoutFence(text.Trim()));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("items", out JsonElement items) && items.ValueKind == JsonValueKind.Array && items.GetArrayLength() > 0
                    ? new PackAnswer(Split(items, ids, output), null)
                    : Unsplittable("the answer has no list 'items' with entries");
        }
        catch (JsonException)
        {
            return Unsplittable("the answer is not valid JSON");
        }
    }

    public static PackAnswer Unsplittable(string problem) => new([], problem);

    private static ItemAnswer[] Split(JsonElement items, IReadOnlyList<string> ids, JsonSchema output)
    {
        (int Index, JsonElement Output)[] found =
        [
            .. items.EnumerateArray().Select(i => (Index: IndexOf(i, ids), Output: OutputOf(i))).Where(i => i.Index >= 0),
        ];
        ILookup<int, JsonElement> byIndex = found.ToLookup(f => f.Index, f => f.Output);
        HashSet<int> misplaced = Misplaced([.. found.Select(f => f.Index)]);
        return
        [
            .. Enumerable.Range(0, ids.Count).Select(i => byIndex[i].Count() switch
            {
                0 => new ItemAnswer(null, "the answer leaves it out"),
                > 1 => new ItemAnswer(null, "the answer has it more than once"),

                // A model that loses the order may have lost which output belongs to which id.
                _ when misplaced.Contains(i) => new ItemAnswer(null, "the answer has it out of order"),
                _ => Checked(byIndex[i].Single(), output),
            }),
        ];
    }

    /// <summary>Those that come after a later one or before an earlier one.</summary>
    private static HashSet<int> Misplaced(int[] order)
    {
        HashSet<int> misplaced = [];
        for (int i = 0; i < order.Length; i++)
        {
            for (int later = i + 1; later < order.Length; later++)
            {
                if (order[later] < order[i])
                {
                    misplaced.UnionWith([order[i], order[later]]);
                }
            }
        }

        return misplaced;
    }

    private static ItemAnswer Checked(JsonElement part, JsonSchema output)
    {
        if (part.ValueKind == JsonValueKind.Undefined)
        {
            return new ItemAnswer(null, "the answer gives it no output");
        }

        (string? json, string? problem) = OutputCheck.Run(part.GetRawText(), output);
        return new ItemAnswer(json, problem);
    }

    private static int IndexOf(JsonElement item, IReadOnlyList<string> ids)
    {
        string? id = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        for (int i = 0; i < ids.Count; i++)
        {
            if (ids[i] == id)
            {
                return i;
            }
        }

        return -1;
    }

    private static JsonElement OutputOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("output", out JsonElement output) ? output : default;
}

/// <summary>The part of a pack's answer that belongs to one item.</summary>
/// <param name="Json">The output, matching the agent's schema; null when it has a problem.</param>
internal sealed record ItemAnswer(string? Json, string? Problem);
