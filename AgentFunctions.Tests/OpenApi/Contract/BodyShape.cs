using System.Text.Json;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Which fields a body has, and of which kinds, whatever they hold.</summary>
internal static class BodyShape
{
    /// <summary>Such as <c>$.attempts[].cost:Number</c>.</summary>
    public static HashSet<string> Of(string? type, string body) => type switch
    {
        _ when body.Length == 0 => [],
        _ when type!.StartsWith("text/event-stream", StringComparison.Ordinal) => [.. EventsOf(body).SelectMany(e => Of(e.Data, e.Event))],
        _ => [.. Of(JsonElement.Parse(body), "$")],
    };

    /// <summary>The events of a stream: name, data, and the lines they are made of.</summary>
    public static IEnumerable<(string Event, JsonElement Data, string Lines)> EventsOf(string stream) =>
        from block in stream.Split("\n\n")
        let lines = block.Split('\n')
        let data = lines.FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))
        where data is not null
        select (lines.First(line => line.StartsWith("event: ", StringComparison.Ordinal))["event: ".Length..], JsonElement.Parse(data["data: ".Length..]), block);

    private static IEnumerable<string> Of(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Of(property.Value, $"{place}.{property.Name}")).Prepend($"{place}:Object"),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Of(item, $"{place}[]")).Prepend($"{place}:Array"),
        JsonValueKind.True or JsonValueKind.False => [$"{place}:Boolean"],
        var kind => [$"{place}:{kind}"],
    };
}
