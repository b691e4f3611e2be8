using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Models.Offline;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class OfflineJson : JsonSerializerContext;
