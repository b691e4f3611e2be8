using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Caching;

/// <summary>A kept answer as it stands in its blob.</summary>
/// <param name="Hash">SHA-256 of <paramref name="Json"/>, so that a damaged entry is told from a good one.</param>
internal sealed record CacheEntry(string? Key, TaskId Task, string? Model, DateTimeOffset At, Usd Cost, string? Hash, string? Json)
{
    public static BinaryData Write(WorkKey key, CachedResult result) => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(
        new CacheEntry(key.Value, result.Task, result.Model, result.At, result.Cost, CanonicalJson.Hash(result.Json), result.Json),
        CacheJson.Default.CacheEntry));

    /// <summary>The answer; null when the blob holds none for this key, or a damaged one.</summary>
    public static CachedResult? Read(WorkKey key, BinaryData content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, CacheJson.Default.CacheEntry) is { Json: { } json } entry
                && entry.Key == key.Value && entry.Hash == CanonicalJson.Hash(json)
                    ? new CachedResult(entry.Task, entry.Model, entry.At, entry.Cost, json)
                    : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CacheEntry))]
internal sealed partial class CacheJson : JsonSerializerContext;
