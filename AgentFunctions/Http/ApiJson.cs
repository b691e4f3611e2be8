using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.DeadLetters;
using AgentFunctions.Http.Events;
using AgentFunctions.Http.Webhooks;

namespace AgentFunctions.Http;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(RedriveOutcomeConverter), typeof(CallbackOutcomeConverter)])]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(TaskView))]
[JsonSerializable(typeof(TaskListView))]
[JsonSerializable(typeof(BatchView))]
[JsonSerializable(typeof(BatchStatusView))]
[JsonSerializable(typeof(TaskEventView))]
[JsonSerializable(typeof(BatchEventView))]
[JsonSerializable(typeof(BatchEndView))]
[JsonSerializable(typeof(BacklogView))]
[JsonSerializable(typeof(BudgetListView))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(RedriveView))]
[JsonSerializable(typeof(CostView))]
[JsonSerializable(typeof(CostTopView))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyListView))]
[JsonSerializable(typeof(WebhookSecretView))]
[JsonSerializable(typeof(CallbackListView))]
[JsonSerializable(typeof(CallbackRedriveView))]
[JsonSerializable(typeof(CallbackBodyView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(AgentListView))]
[JsonSerializable(typeof(AgentView))]
[JsonSerializable(typeof(OverviewView))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    // Made when it is first asked for; by then Default is there.
    private static readonly Lazy<ApiJson> Readable = new(() => new ApiJson(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    /// <summary>As answers are sent: with letters, quotes and plus signs as themselves, since people read them and copy secrets from them.</summary>
    /// <remarks>Escapes would be for JSON inside a page of HTML, where none of it is put.</remarks>
    public static ApiJson Sent => Readable.Value;
}

/// <summary>Camel case, as the API spells all names.</summary>
internal sealed class RedriveOutcomeConverter() : JsonStringEnumConverter<RedriveOutcome>(JsonNamingPolicy.CamelCase);
