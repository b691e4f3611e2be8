using System.Text.Json.Serialization;

namespace AgentFunctions.Http;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(TaskView))]
[JsonSerializable(typeof(TaskListView))]
[JsonSerializable(typeof(BatchView))]
[JsonSerializable(typeof(BacklogView))]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class ApiJson : JsonSerializerContext;
