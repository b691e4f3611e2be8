using System.Text.Json.Nodes;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Webhooks;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Everything that operators do: keys, secrets, callbacks, costs.</summary>
/// <param name="key">May do everything.</param>
internal sealed class OperatorDrive(ContractClient client, string key)
{
    /// <summary>What callbacks sent.</summary>
    public IReadOnlyList<ReceivedCallback> Received { get; private set; } = [];

    /// <summary>What there is before anything was done.</summary>
    public async Task BeginAsync()
    {
        (await client.GetAsync("webhooks/secret", key)).With(404);
        (await client.PostAsync("webhooks/secret", key, null)).With(201);
        (await client.PostAsync("webhooks/secret", key, """{"overlap":"24h"}""", ContractClient.AsExample)).With(201);
        (await client.GetAsync("webhooks/secret", key)).With(200);
        await CallBackAsync();
        await KeysAsync();
    }

    /// <summary>What there is after tasks have run.</summary>
    public async Task EndAsync()
    {
        foreach (string path in new[]
        {
            "agents", "agents/classify-ticket", "overview", "overview/events", "backlog", "budgets", "health", "costs", "costs?by=tenant,agent,model,lane,hour", "costs?by=day&from=2027-01-01T00:00:00Z&to=2027-01-02T00:00:00Z", "costs/top", "costs/top?share=0.9&limit=3",
        })
        {
            (await client.GetAsync(path, path == "health" ? null : key)).With(200);
        }

        (await client.GetAsync("agents/classify-ticket?color=red", key, ContractClient.AsExample)).With(400);
        (await client.GetAsync("overview/events", key, ("Accept", "application/json"))).With(406);
        (await client.GetAsync("overview/events", key, ("Last-Event-ID", "1"))).With(400);
        ContractAnswer description = (await client.GetAsync("openapi.json")).With(200);
        (await client.GetAsync("openapi.json", headers: ("If-None-Match", description.Tag!))).With(304);
    }

    private async Task KeysAsync()
    {
        string id = (await client.PostAsync("keys", key, """{"name":"nightly","roles":["submit","read"],"expires":"2099-01-31T00:00:00Z","requestsPerMinute":600}""", ContractClient.AsExample)).With(201).Text("id");
        (await client.SendAsync(HttpMethod.Delete, $"keys/{id}", key, null)).With(200);
        (await client.GetAsync("keys", key)).With(200);
    }

    private async Task CallBackAsync()
    {
        using TestReceiver receiver = new();
        receiver.Next(410);
        await SubmitAsync(receiver.Address);
        await SubmitAsync(receiver.Address);
        await Eventually.IsTrueAsync(() => CountOf("failed") == 1 && CountOf("delivered") == 1, "one callback is given up and one delivered", TestContext.Current.CancellationToken);
        Received = [.. receiver.Received];
        (await client.GetAsync("callbacks?status=failed&agent=classify-ticket&limit=1", key)).With(200);
        (await client.PostAsync("callbacks/redrive", key, """{"filter":{},"dryRun":true}""")).With(200);
        (await client.PostAsync("callbacks/redrive", key, $$"""{"ids":["{{MappedOperation.NoId}}"]}""")).With(200);

        int CountOf(string status) => client.GetAsync($"callbacks?status={status}", key).Result.Body.GetProperty("callbacks").GetArrayLength();
    }

    private async Task SubmitAsync(Uri target)
    {
        JsonObject task = new() { ["agent"] = "classify-ticket", ["input"] = new JsonObject { ["text"] = $"Where is my parcel {Guid.NewGuid()}?" }, ["callback"] = $"{target}hook" };
        (await client.PostAsync("tasks", key, task.ToJsonString(), ("Prefer", "wait=60"))).With(200);
    }
}
