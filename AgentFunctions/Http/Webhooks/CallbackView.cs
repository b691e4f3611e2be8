using System.Text.Json;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks.Delivery;
using AgentFunctions.Webhooks.Redrive;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Webhooks;

/// <summary>What has become of a task's callback.</summary>
/// <param name="Target">Where it goes, without path and query, which may hold a token.</param>
/// <param name="Status"><c>pending</c> also while the task is open.</param>
/// <param name="WebhookId">Header <c>webhook-id</c> of all tries; null while the task is open.</param>
/// <param name="NextTryAt">When a further try is due.</param>
/// <param name="LastStatus">Status of the last answer; null when there was none.</param>
/// <param name="LastError">Why the last try failed.</param>
internal sealed record CallbackView(
    string Target, [property: NamesOf(typeof(CallbackStatus))] string Status, string? WebhookId, int Tries, DateTimeOffset? NextTryAt, DateTimeOffset? LastTryAt, int? LastStatus, [property: NamesOf(typeof(SendFault))] string? LastError, DateTimeOffset? DeliveredAt)
{
    public static CallbackView? Of(AgentTask task) => task switch
    {
        { CallbackUrl: null } => null,
        { Callback: { } callback } => new CallbackView(
            TargetOf(task),
            callback.Status.ToApi(),
            CallbackMessages.IdOf(task),
            callback.Tries,
            callback.Status == CallbackStatus.Pending ? callback.DueAt : null,
            callback.LastTryAt,
            callback.LastStatus,
            callback.LastError,
            callback.DeliveredAt),
        _ => new CallbackView(TargetOf(task), CallbackStatus.Pending.ToApi(), null, 0, null, null, null, null, null),
    };

    private static string TargetOf(AgentTask task) => task.CallbackUrl!.GetLeftPart(UriPartial.Authority);
}

/// <summary>The callback of one task in a list.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Type">Type of the event.</param>
/// <param name="At">When the task ended.</param>
internal sealed record CallbackItemView(string Task, string Agent, [property: CallbackTypes] string Type, DateTimeOffset? At, CallbackView Callback);

/// <summary>A page of callbacks.</summary>
/// <param name="Next">To be given as <c>after</c> for the page that follows; null on the last one.</param>
internal sealed record CallbackListView(IReadOnlyList<CallbackItemView> Callbacks, string? Next)
{
    public static IResult Of(TaskPage page) => Results.Json(
        new CallbackListView([.. page.Tasks.Select(t => new CallbackItemView(t.Id.ToString(), t.Agent, CallbackMessages.TypeOf(t), t.FinishedAt, CallbackView.Of(t)!))], page.Next),
        ApiJson.Sent.CallbackListView);
}

/// <summary>What became of a redrive of callbacks.</summary>
/// <param name="Redriven">Callbacks that are due again; in a dry run: that would be.</param>
/// <param name="More">True when further callbacks match than the limit let through.</param>
internal sealed record CallbackRedriveView(bool DryRun, int Matched, int Redriven, bool More, IReadOnlyList<CallbackRedriveItem> Items)
{
    public static IResult Of(CallbackRedriveReport report) => Results.Json(
        new CallbackRedriveView(report.DryRun, report.Items.Count, report.Items.Count(i => i.Outcome == CallbackRedriveOutcome.Redriven), report.More, report.Items),
        ApiJson.Sent.CallbackRedriveView);
}

/// <summary>Camel case, as the API spells all names.</summary>
internal sealed class CallbackOutcomeConverter() : System.Text.Json.Serialization.JsonStringEnumConverter<CallbackRedriveOutcome>(JsonNamingPolicy.CamelCase);
