using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AgentFunctions.Agents;

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class AgentJson : JsonSerializerContext;
