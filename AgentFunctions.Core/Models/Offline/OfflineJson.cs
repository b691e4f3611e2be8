using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Models.Offline;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class OfflineJson : JsonSerializerContext
{
    /// <summary>Writes quotes and ampersands as a person would; the text goes into no web page as it is.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
