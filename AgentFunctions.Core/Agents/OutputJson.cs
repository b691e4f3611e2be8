using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Agents;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class OutputJson : JsonSerializerContext;
