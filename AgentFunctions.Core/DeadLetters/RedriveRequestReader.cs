using System.Text.Json;
using AgentFunctions.Intake;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.DeadLetters;

/// <summary>Reads a redrive from a client's JSON and says all that is wrong with it at once.</summary>
public static class RedriveRequestReader
{
    private static readonly string[] Fields = ["ids", "filter", "patch", "dryRun", "rate", "limit"];

    /// <summary>The request, or why it is refused.</summary>
    /// <param name="tenant">Whose tasks it is about.</param>
    public static (RedriveRequest? Request, Refusal? Refusal) Read(TenantId tenant, ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = RequestBody.Parse(body);
            return Read(tenant, document.RootElement);
        }
        catch (JsonException e)
        {
            return (null, RequestBody.Malformed(e));
        }
    }

    private static (RedriveRequest? Request, Refusal? Refusal) Read(TenantId tenant, JsonElement body)
    {
        RequestFields fields = new(body, "the redrive", Fields);
        RequestFields? patch = fields.Object("patch", "input", "agentVersion", "lane");
        RedriveRequest request = new()
        {
            Ids = Ids(fields),
            Filter = Filter(fields, tenant),
            InputJson = patch?.Any("input")?.GetRawText(),
            AgentVersion = patch?.Text("agentVersion"),
            Lane = patch?.Choice<Lane>("lane"),
            DryRun = fields.Flag("dryRun") ?? false,
            Rate = fields.Number("rate", 0.001, 100_000.0),
            Limit = (int?)fields.Whole("limit", 1, RedriveRequest.MaxTasks) ?? RedriveRequest.MaxTasks,
        };
        if (fields.Errors.Count == 0 && (request.Ids is null) == (request.Filter is null))
        {
            fields.Add("ids", "or filter must be given, and not both; the filter {} means all");
        }

        return fields.Errors.Count == 0 ? (request, null) : (null, new Refusal.Invalid(fields.Errors));
    }

    private static TaskFilter? Filter(RequestFields fields, TenantId tenant) => fields.Object("filter", "agent", "reason", "from", "to") is { } filter
        ? DeadLetterFilter.Of(tenant, filter.Text("agent"), filter.Text("reason"), filter.Time("from"), filter.Time("to"))
        : null;

    internal static List<TaskId>? Ids(RequestFields fields)
    {
        if (fields.Any("ids") is not { } given)
        {
            return null;
        }

        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() is 0 or > RedriveRequest.MaxTasks)
        {
            fields.Add("ids", $"must be an array of 1 to {RedriveRequest.MaxTasks} task ids");
            return null;
        }

        List<TaskId> ids = [];
        foreach ((int index, JsonElement element) in given.EnumerateArray().Index())
        {
            if (element.ValueKind == JsonValueKind.String && TaskId.TryParse(element.GetString(), out TaskId id))
            {
                ids.Add(id);
            }
            else
            {
                fields.Add($"ids[{index}]", "is not a task id");
            }
        }

        return [.. ids.Distinct()];
    }
}
