using System.Text;
using System.Text.Json;

namespace AgentFunctions.Routing.Features;

/// <summary>What a task's input says, without the names and signs of its JSON, which are the same for all tasks of an agent.</summary>
public static class InputText
{
    /// <summary>Its texts and numbers, a line each, in their order.</summary>
    public static string Of(JsonElement input)
    {
        StringBuilder text = new();
        Append(input, text);
        return text.ToString();
    }

    private static void Append(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    Append(property.Value, text);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Append(item, text);
                }

                break;
            case JsonValueKind.String:
                text.Append(value.GetString()).Append('\n');
                break;
            case JsonValueKind.Number:
                text.Append(value.GetRawText()).Append('\n');
                break;
            default:
                break;
        }
    }
}
