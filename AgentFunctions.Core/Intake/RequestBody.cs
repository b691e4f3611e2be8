using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentFunctions.Intake;

/// <summary>Takes a client's body apart.</summary>
public static class RequestBody
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions SplitJson = new() { MaxDepth = Json.MaxDepth + 1 };

    /// <summary>The items of a batch: the elements of a JSON array, or the lines of NDJSON that are not blank.</summary>
    public static (IReadOnlyList<ReadOnlyMemory<byte>> Items, Refusal? Refusal) SplitBatch(ReadOnlyMemory<byte> body, bool ndjson)
    {
        try
        {
            List<ReadOnlyMemory<byte>> items = ndjson ? Lines(body) : Elements(body);
            return items.Count switch
            {
                0 => ([], new Refusal.Invalid([new FieldError(string.Empty, "the batch is empty; allowed are 1 to 1,000 tasks")])),
                > IntakeLimits.BatchItems => ([], new Refusal.TooMany(IntakeLimits.BatchItems)),
                _ => (items, null),
            };
        }
        catch (JsonException e)
        {
            return ([], Malformed(e));
        }
    }

    /// <summary>Reads JSON; refuses duplicate names, and names and texts that are no Unicode, which can be neither stored nor sent.</summary>
    /// <exception cref="JsonException">It is not such JSON.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(body, Json);
            EnsureText(document.RootElement);
            return document;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A name or a text holds half of a surrogate pair or is not UTF-8.", null, 0, 0, e);
        }
    }

    internal static Refusal.Malformed Malformed(JsonException e) =>
        new((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, Reason(e.Message));

    // Reading a text is what shows that it is none.
    private static void EnsureText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                value.EnumerateArray().ToList().ForEach(EnsureText);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    _ = property.Name;
                    EnsureText(property.Value);
                }

                break;
        }
    }

    // The framework's message ends with the position, which is told apart from it.
    private static string Reason(string message) => message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.') + ".";

    private static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> body)
    {
        List<ReadOnlyMemory<byte>> lines = [];
        foreach (Range range in body.Span.Split((byte)'\n'))
        {
            if (!body.Span[range].Trim(" \t\r"u8).IsEmpty)
            {
                lines.Add(body[range]);
            }
        }

        return lines;
    }

    private static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> body)
    {
        // Only taken apart: what else is wrong with an item is told when that item is read.
        using JsonDocument document = JsonDocument.Parse(body, SplitJson);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(e => (ReadOnlyMemory<byte>)JsonMarshal.GetRawUtf8Value(e).ToArray())]
            : throw new JsonException("A batch must be a JSON array, or NDJSON with Content-Type application/x-ndjson.");
    }
}
