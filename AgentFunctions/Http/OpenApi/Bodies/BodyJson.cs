using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Http.OpenApi.Queries;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http.OpenApi.Bodies;

/// <summary>Shapes of what requests carry; a field that is not in a shape is refused.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, Converters = [typeof(LaneConverter)])]
[JsonSerializable(typeof(NewTask))]
[JsonSerializable(typeof(NewFeedback))]
[JsonSerializable(typeof(NewRedrive))]
[JsonSerializable(typeof(NewCallbackRedrive))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(NewWebhookSecret))]
[JsonSerializable(typeof(TaskQuery))]
[JsonSerializable(typeof(DeadLetterQuery))]
[JsonSerializable(typeof(CallbackQuery))]
[JsonSerializable(typeof(CostQuery))]
[JsonSerializable(typeof(TopCostQuery))]
internal sealed partial class BodyJson : JsonSerializerContext;

/// <summary>Camel case, as the API spells all names.</summary>
internal sealed class LaneConverter() : JsonStringEnumConverter<Lane>(JsonNamingPolicy.CamelCase);
