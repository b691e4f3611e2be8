using System.Text.Json;
using AgentFunctions.DeadLetters;
using AgentFunctions.Intake;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Webhooks.Redrive;

/// <summary>Which callbacks that were given up to try again.</summary>
/// <param name="Ids">Those of these tasks; null when <paramref name="Filter"/> chooses.</param>
/// <param name="Filter">All that match; null when <paramref name="Ids"/> chooses.</param>
/// <param name="DryRun">Only say what would happen.</param>
/// <param name="Limit">Most callbacks, 1 to <see cref="RedriveRequest.MaxTasks"/>.</param>
public sealed record CallbackRedriveRequest(IReadOnlyList<TaskId>? Ids, TaskFilter? Filter, bool DryRun, int Limit)
{
    private static readonly string[] Fields = ["ids", "filter", "dryRun", "limit"];

    /// <summary>Reads a client's JSON.</summary>
    /// <param name="tenant">Whose callbacks it is about.</param>
    /// <returns>The request, or all that is wrong with it.</returns>
    public static (CallbackRedriveRequest? Request, Refusal? Refusal) Read(TenantId tenant, ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = RequestBody.Parse(body);
            RequestFields fields = new(document.RootElement, "the redrive", Fields);
            CallbackRedriveRequest request = new(
                RedriveRequestReader.Ids(fields),
                FilterOf(fields, tenant),
                fields.Flag("dryRun") ?? false,
                (int?)fields.Whole("limit", 1, RedriveRequest.MaxTasks) ?? RedriveRequest.MaxTasks);
            if (fields.Errors.Count == 0 && (request.Ids is null) == (request.Filter is null))
            {
                fields.Add("ids", "or filter must be given, and not both; the filter {} means all");
            }

            return fields.Errors.Count == 0 ? (request, null) : (null, new Refusal.Invalid(fields.Errors));
        }
        catch (JsonException e)
        {
            return (null, RequestBody.Malformed(e));
        }
    }

    private static TaskFilter? FilterOf(RequestFields fields, TenantId tenant) => fields.Object("filter", "agent", "from", "to") is { } filter
        ? new TaskFilter { Tenant = tenant, Callback = CallbackStatus.Failed, Agent = filter.Text("agent"), FinishedFrom = filter.Time("from"), FinishedTo = filter.Time("to") }
        : null;
}
