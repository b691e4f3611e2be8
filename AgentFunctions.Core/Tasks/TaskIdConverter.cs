using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Tasks;

/// <summary>Writes a task id as its text form.</summary>
internal sealed class TaskIdConverter : JsonConverter<TaskId>
{
    public override TaskId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TaskId.TryParse(reader.GetString(), out TaskId id) ? id : throw new JsonException("Not a task id.");

    public override void Write(Utf8JsonWriter writer, TaskId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
