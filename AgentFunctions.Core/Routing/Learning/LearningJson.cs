using System.Text.Json.Serialization;

namespace AgentFunctions.Routing.Learning;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentEvidence))]
internal sealed partial class LearningJson : JsonSerializerContext;
