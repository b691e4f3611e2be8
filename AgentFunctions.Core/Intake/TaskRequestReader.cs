using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;
using AgentFunctions.Webhooks.Targets;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Intake;

/// <summary>Reads a task from a client's JSON and says all that is wrong with it at once.</summary>
public sealed class TaskRequestReader(AgentCatalogue agents, IOptions<WebhookOptions> webhooks, TimeProvider time)
{
    private static readonly string[] Fields = ["agent", "input", "lane", "quality", "explore", "deadline", "notBefore", "maxCost", "cache", "callback", "stream", "metadata"];

    /// <summary>The request, or why it is refused.</summary>
    public (TaskRequest? Request, Refusal? Refusal) Read(JsonElement body)
    {
        RequestFields fields = new(body, "the task", Fields);
        string? agentName = fields.Text("agent", required: true);
        if (agentName is not null && agents.Find(agentName) is null)
        {
            return (null, new Refusal.UnknownAgent(RequestFields.Shown(agentName), [.. agents.All.Select(a => a.Name)]));
        }

        JsonElement? input = fields.Any("input", required: true);
        TaskRequest request = new()
        {
            Agent = agentName ?? string.Empty,
            InputJson = input?.GetRawText() ?? string.Empty,
            Lane = fields.Choice<Lane>("lane") ?? Lane.Standard,
            Quality = fields.Number("quality", 0.0, 1.0),
            Explore = fields.Flag("explore"),
            NotBefore = fields.Time("notBefore"),
            Deadline = fields.Time("deadline"),
            MaxCost = fields.Number("maxCost", 0.000001m, 1_000_000m) is { } dollars ? Usd.RoundUp(dollars) : null,
            Cache = Cache(fields),
            Callback = Callback(fields),
            Stream = fields.Flag("stream") ?? false,
            Metadata = fields.Texts("metadata", IntakeLimits.MetadataEntries, IntakeLimits.MetadataLength),
        };
        CheckTimes(request, fields);
        CheckMetadata(request, fields);
        CheckInput(agentName, input, fields);
        return fields.Errors.Count == 0 ? (request, null) : (null, new Refusal.Invalid(fields.Errors));
    }

    private static TaskCachePolicy? Cache(RequestFields fields) => fields.Object("cache", "use", "maxAge") is { } cache
        ? new TaskCachePolicy(cache.Flag("use"), cache.Duration("maxAge"))
        : null;

    private Uri? Callback(RequestFields fields)
    {
        if (fields.Text("callback") is not { } text)
        {
            return null;
        }

        (Uri? url, string? fault) = CallbackUrl.Read(text, webhooks.Value);
        if (fault is not null)
        {
            fields.Add("callback", fault);
        }

        return url;
    }

    private void CheckTimes(TaskRequest request, RequestFields fields)
    {
        DateTimeOffset earliest = request.NotBefore is { } notBefore && notBefore > time.GetUtcNow() ? notBefore : time.GetUtcNow();
        if (request.Deadline <= earliest)
        {
            fields.Add("deadline", "has passed or is not after notBefore; allowed is a later moment");
        }
    }

    private static void CheckMetadata(TaskRequest request, RequestFields fields)
    {
        if (request.Metadata.Sum(m => m.Key.Length + m.Value.Length) > IntakeLimits.MetadataTotal)
        {
            fields.Add("metadata", $"is too long; allowed are {IntakeLimits.MetadataTotal} characters of all names and texts");
        }
    }

    private void CheckInput(string? agentName, JsonElement? input, RequestFields fields)
    {
        if (agentName is null || input is not { } value)
        {
            return;
        }

        foreach (string missing in agents.Find(agentName)!.Instructions.MissingFields(value))
        {
            fields.Add(missing, $"is missing; agent '{agentName}' needs it");
        }
    }
}
