using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Client.Json;

/// <summary>How the API writes what the client sends and reads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(StatusConverter), typeof(LaneConverter), typeof(CallbackStatusConverter)])]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(AgentTask))]
[JsonSerializable(typeof(TaskPage))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Backlog))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(Agent))]
[JsonSerializable(typeof(AgentList))]
[JsonSerializable(typeof(CostReport))]
[JsonSerializable(typeof(TopCosts))]
[JsonSerializable(typeof(BudgetList))]
[JsonSerializable(typeof(RedriveRequest))]
[JsonSerializable(typeof(RedriveReport))]
[JsonSerializable(typeof(ApiKeyRequest))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(ApiKeyList))]
[JsonSerializable(typeof(BatchStatus))]
[JsonSerializable(typeof(BatchTaskState))]
[JsonSerializable(typeof(BatchEnd))]
[JsonSerializable(typeof(CallbackPage))]
[JsonSerializable(typeof(CallbackRedriveRequest))]
[JsonSerializable(typeof(CallbackRedriveReport))]
[JsonSerializable(typeof(WebhookSecret))]
[JsonSerializable(typeof(WebhookSecretRequest))]
internal sealed partial class ClientJson : JsonSerializerContext;

internal sealed class StatusConverter() : JsonStringEnumConverter<AgentTaskStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed class LaneConverter() : JsonStringEnumConverter<Lane>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed class CallbackStatusConverter() : JsonStringEnumConverter<CallbackStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
