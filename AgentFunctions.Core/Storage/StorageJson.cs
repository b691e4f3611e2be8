using System.Text.Json.Serialization;
using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<TaskAttempt>))]
[JsonSerializable(typeof(IReadOnlyList<TaskRedrive>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class StorageJson : JsonSerializerContext;
