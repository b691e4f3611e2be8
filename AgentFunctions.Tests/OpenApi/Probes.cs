using System.Globalization;
using System.Text.Json.Nodes;
using AgentFunctions.Tests.OpenApi.Contract;

namespace AgentFunctions.Tests.OpenApi;

/// <summary>Values at the borders of a shape: those that are just within it, and those that are just beyond.</summary>
internal static class Probes
{
    // Something that fits each form.
    private static readonly Dictionary<string, string> Fitting = new()
    {
        ["^[0-9]{1,6}(ms|s|m|h|d)$"] = "24h",
        ["^[a-z0-9.-]{1,64}$"] = "acme-2.test",
        ["^whsec_[A-Za-z0-9+/]{32,86}={0,2}$"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ["uri"] = "https://hooks.example/tasks",
    };

    /// <param name="moment">A time that fits.</param>
    public static IEnumerable<(JsonNode? Value, bool IsRight)> Of(JsonObject schema, DateTimeOffset moment) => (string?)schema["type"] switch
    {
        "number" or "integer" => OfNumber(schema),
        "boolean" => [(true, true), (false, true), ("yes", false)],
        "array" => OfArray(schema),
        "string" => OfText(schema, moment),
        "object" when schema["maxProperties"] is { } most => [(Texts((int)most, 1), true), (Texts((int)most + 1, 1), false), (Texts(1, 256), true), (Texts(1, 257), false)],
        "object" => [(5, false)],
        _ => [],
    };

    private static IEnumerable<(JsonNode?, bool)> OfNumber(JsonObject schema)
    {
        decimal step = (string?)schema["type"] == "integer" ? 1 : 0.0000001m;
        if (schema["minimum"] is { } least)
        {
            yield return (least.DeepClone(), true);
            yield return (Number(least) - step, false);
        }

        if (schema["exclusiveMinimum"] is { } below)
        {
            yield return (below.DeepClone(), false);
            yield return (Number(below) + step, true);
        }

        if (schema["maximum"] is { } most)
        {
            yield return (most.DeepClone(), true);
            yield return (Number(most) + step, false);
        }

        yield return ("many", false);
    }

    private static IEnumerable<(JsonNode?, bool)> OfText(JsonObject schema, DateTimeOffset moment)
    {
        if (schema["enum"] is JsonArray names)
        {
            return names.Select(name => (name?.DeepClone(), true)).Append(("nonsense", false));
        }

        string? form = (string?)schema["pattern"] ?? (string?)schema["format"];
        return form == "date-time" ? [(moment.ToString("O", CultureInfo.InvariantCulture), true), ("NO SUCH THING", false)]
            : form is not null ? [(Fitting[form], true), ("NO SUCH THING", false)]
            : schema["maxLength"] is { } most ? [(new string('x', (int)most), true), (new string('x', (int)most + 1), false), (string.Empty, false)]
            : schema["minLength"] is not null ? [(string.Empty, false), (5, false)]
            : [];
    }

    private static IEnumerable<(JsonNode?, bool)> OfArray(JsonObject schema)
    {
        if (schema["items"]!["enum"] is JsonArray names)
        {
            yield return (new JsonArray([.. names.Select(name => name?.DeepClone())]), true);
            yield return (new JsonArray("nonsense"), false);
        }

        if (schema["minItems"] is not null)
        {
            yield return (new JsonArray(), false);
        }

        if (schema["maxItems"] is { } most)
        {
            yield return (Ids((int)most), true);
            yield return (Ids((int)most + 1), false);
        }
    }

    private static JsonArray Ids(int count) => new([.. Enumerable.Repeat(MappedOperation.NoId, count).Select(id => (JsonNode)JsonValue.Create(id))]);

    private static JsonObject Texts(int count, int length) =>
        new(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"k{i}", (JsonNode?)JsonValue.Create(new string('x', length)))));

    private static decimal Number(JsonNode bound) => decimal.Parse(bound.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
