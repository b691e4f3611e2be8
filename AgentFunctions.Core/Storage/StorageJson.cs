using System.Text.Json.Serialization;
using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredRequest))]
[JsonSerializable(typeof(StoredState))]
[JsonSerializable(typeof(TaskFeedback))]
[JsonSerializable(typeof(TaskCallback))]
internal sealed partial class StorageJson : JsonSerializerContext;
