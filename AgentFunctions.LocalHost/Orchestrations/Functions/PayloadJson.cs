using System.Text.Json;
using Microsoft.DurableTask.Converters;

namespace AgentFunctions.LocalHost.Orchestrations.Functions;

/// <summary>How inputs, outputs, events and custom states are written: as the Functions worker does where nobody sets it up otherwise.</summary>
internal static class PayloadJson
{
    /// <summary>Names as they are in C#; case does not matter when read.</summary>
    public static readonly JsonDataConverter Converter = new(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });
}
