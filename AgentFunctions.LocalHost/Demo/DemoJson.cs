using System.Text.Json.Serialization;

namespace AgentFunctions.LocalHost.Demo;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DemoTask))]
[JsonSerializable(typeof(DemoBatch))]
[JsonSerializable(typeof(DemoProblem))]
internal sealed partial class DemoJson : JsonSerializerContext;
