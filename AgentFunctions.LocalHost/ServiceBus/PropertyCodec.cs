using System.Collections.Frozen;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>Application properties as stored: JSON like {"attempt":["int","3"]}, so that each value keeps its type.</summary>
internal static class PropertyCodec
{
    private static readonly FrozenDictionary<Type, PropertyKind> ByType = PropertyKind.All.ToFrozenDictionary(static kind => kind.Type);
    private static readonly FrozenDictionary<string, PropertyKind> ByTag = PropertyKind.All.ToFrozenDictionary(static kind => kind.Tag);

    /// <returns>Null when there are no properties.</returns>
    /// <exception cref="SerializationException">A value is of a type that AMQP cannot carry.</exception>
    public static string? Encode(IEnumerable<KeyValuePair<string, object>> properties)
    {
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        var isEmpty = true;
        foreach (var (name, value) in properties)
        {
            isEmpty = false;
            json.WritePropertyName(name);
            WriteValue(json, name, value);
        }

        json.WriteEndObject();
        json.Flush();
        return isEmpty ? null : Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static Dictionary<string, object> Decode(string? stored)
    {
        var properties = new Dictionary<string, object>();
        if (stored is null)
        {
            return properties;
        }

        using var json = JsonDocument.Parse(stored);
        foreach (var property in json.RootElement.EnumerateObject())
        {
            properties[property.Name] = ReadValue(property.Value)!;
        }

        return properties;
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
            return;
        }

        if (!ByType.TryGetValue(value.GetType(), out var kind) && (value is not Uri || !ByType.TryGetValue(typeof(Uri), out kind)))
        {
            throw new SerializationException($"The application property '{name}' is of type {value.GetType()}, which a message cannot carry.");
        }

        json.WriteStartArray();
        json.WriteStringValue(kind.Tag);
        json.WriteStringValue(kind.Encode(value));
        json.WriteEndArray();
    }

    private static object? ReadValue(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : ByTag[value[0].GetString()!].Decode(value[1].GetString()!);
}
