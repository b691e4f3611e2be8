using System.Text.Json.Serialization;

namespace AgentFunctions.Bench.Peers;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PeerFigures))]
internal sealed partial class PeerJson : JsonSerializerContext;
