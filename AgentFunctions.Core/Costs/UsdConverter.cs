using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Costs;

/// <summary>Writes an amount as a decimal number of dollars, exact to the micro-dollar.</summary>
internal sealed class UsdConverter : JsonConverter<Usd>
{
    public override Usd Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Usd.RoundUp(reader.GetDecimal());

    public override void Write(Utf8JsonWriter writer, Usd value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Amount);
}
