using System.Text.Json.Serialization;

namespace AgentFunctions.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredRequest))]
[JsonSerializable(typeof(StoredState))]
internal sealed partial class StorageJson : JsonSerializerContext;
