using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Everything that can happen to tasks and batches.</summary>
/// <param name="key">May do everything.</param>
internal sealed class TaskDrive(ContractHosts hosts, ContractClient client, string key, TenantId tenant)
{
    private static readonly (string, string) Wait = ("Prefer", "wait=60");
    private static readonly (string, string) AsExample = ContractClient.AsExample;

    public async Task RunAsync()
    {
        await Task.WhenAll(SucceedAsync(), StreamAsync(), WaitAndCancelAsync(), EndOtherwiseAsync(), RefuseAsync(), BatchAsync());
        await client.GetAsync("tasks?limit=2&status=succeeded,cancelled&agent=classify-ticket&from=2020-01-01T00:00:00Z", key);
        await client.GetAsync("tasks?tenant=other", key);
    }

    private static string Ticket(string text = "I was charged twice") => $$"""{"agent":"classify-ticket","input":{"text":"{{text}} {{Guid.NewGuid()}}"},"metadata":{"order":"4711"},"quality":0.5}""";

    private async Task SucceedAsync()
    {
        string body = Ticket();
        (string, string) idempotency = ("Idempotency-Key", "order-4711");
        string id = (await client.PostAsync("tasks", key, body, Wait, idempotency, AsExample)).With(200).Text("id");
        (await client.PostAsync("tasks", key, body, idempotency)).With(200);
        (await client.PostAsync("tasks", key, Ticket(), idempotency)).With(422);
        ContractAnswer seen = (await client.GetAsync($"tasks/{id}", key, AsExample)).With(200);
        (await client.GetAsync($"tasks/{id}", key, ("If-None-Match", seen.Tag!))).With(304);
        (await client.GetAsync($"tasks/{id}/result", key, AsExample)).With(200);
        (await client.GetAsync($"tasks/{id}/events", key)).With(200);
        (await client.GetAsync($"tasks/{id}/events", key, ("Last-Event-ID", "nonsense"))).With(400);
        (await client.GetAsync($"tasks/{id}/events", key, ("Accept", "application/json"))).With(406);
        (await client.PostAsync($"tasks/{id}/cancel", key, null)).With(409);
        (await client.PostAsync($"tasks/{id}/feedback", key, """{"score":0.2,"note":"This is about shipping"}""", AsExample)).With(200);
        string again = body.Replace(",\"metadata\"", ",\"lane\":\"interactive\",\"metadata\"", StringComparison.Ordinal);
        Assert.Equal("cache", (await client.PostAsync("tasks", key, again)).With(200).Body.GetProperty("answeredBy").GetProperty("origin").GetString());
    }

    private async Task StreamAsync()
    {
        string body = $$$"""{"agent":"draft-reply","input":{"message":"Where is my order {{{Guid.NewGuid()}}}?","tone":"friendly"},"stream":true,"cache":{"use":false}}""";
        string id = (await client.PostAsync("tasks", key, body, AsExample)).With(202).Text("id");
        (await client.GetAsync($"tasks/{id}/events", key, ("Accept", "text/event-stream"), AsExample)).With(200);
    }

    private async Task WaitAndCancelAsync()
    {
        string body = Ticket().Replace("{\"agent\"", "{\"notBefore\":\"2098-12-31T00:00:00Z\",\"agent\"", StringComparison.Ordinal);
        string id = (await client.PostAsync("tasks", key, body)).With(202).Text("id");
        (await client.GetAsync($"tasks/{id}", key)).With(200);
        (await client.GetAsync($"tasks/{id}/result", key)).With(202);
        (await client.PostAsync($"tasks/{id}/feedback", key, """{"score":1}""")).With(409);
        (await client.PostAsync($"tasks/{id}/cancel", key, null)).With(200);
        (await client.PostAsync($"tasks/{id}/cancel", key, null)).With(200);
        (await client.GetAsync($"tasks/{id}/result", key)).With(410);
        (await client.GetAsync($"tasks/{id}/events", key)).With(200);
    }

    private async Task EndOtherwiseAsync()
    {
        TaskError down = new(TaskError.ModelUnavailable, "HTTP 503: the provider is down");
        string failed = await hosts.AddTaskAsync(tenant, task => TaskLifecycle.Fail(task, new TaskError(TaskError.InvalidOutput, "stars: must be 5 at most"), SampleTasks.Use(micros: 3), DateTimeOffset.UtcNow));
        string[] dead = [await DeadAsync(), await DeadAsync(), await DeadAsync()];
        (await client.GetAsync($"tasks/{failed}/result", key)).With(409);
        (await client.GetAsync($"tasks/{failed}/events", key)).With(200);
        (await client.GetAsync("dead-letters?limit=2&reason=model-unavailable&agent=classify-ticket", key)).With(200);
        (await client.PostAsync("dead-letters/redrive", key, """{"filter":{"reason":"model-unavailable"},"dryRun":true,"limit":2}""")).With(200);
        (await client.PostAsync("dead-letters/redrive", key, $$$"""{"ids":["{{{dead[0]}}}","{{{MappedOperation.NoId}}}","{{{failed}}}"],"patch":{"lane":"interactive"}}""", AsExample)).With(200);
        (await client.PostAsync("dead-letters/redrive", key, $$$"""{"ids":["{{{dead[1]}}}"],"patch":{"agentVersion":"99"}}""")).With(200);
        (await client.GetAsync($"tasks/{dead[0]}/events", key)).With(200);
        (await client.GetAsync($"tasks/{dead[0]}", key)).With(200);

        Task<string> DeadAsync() => hosts.AddTaskAsync(tenant, task => TaskLifecycle.DeadLetter(task, down, SampleTasks.Use(micros: 3), DateTimeOffset.UtcNow));
    }

    private async Task RefuseAsync()
    {
        (await client.PostAsync("tasks", key, """{"agent":"nobody","input":{}}""")).With(404);
        (await client.PostAsync("tasks", key, """{"agent":"classify-ticket","quality":2,"color":"red"}""", AsExample)).With(400);
        (await client.PostAsync("tasks", key, Ticket(), ("Idempotency-Key", " "))).With(400);
        (await client.PostAsync("tasks", key, Ticket(), ("Prefer", "wait=long"))).With(400);
    }

    private async Task BatchAsync()
    {
        (string, string) idempotency = ("Idempotency-Key", "batch-17");
        string bad = """{"agent":"nobody","input":{}}""";
        string array = $"[{Ticket()},{bad},{Ticket()}]";
        string id = (await client.PostAsync("tasks/batch", key, array, idempotency, AsExample)).With(202).Text("batch");
        (await client.PostAsync("tasks/batch", key, array, idempotency)).With(202);
        (await client.SendAsync(HttpMethod.Post, "tasks/batch", key, $"{Ticket()}\n{Ticket()}\n", "application/x-ndjson")).With(202);
        (await client.PostAsync("tasks/batch", key, $"[{bad},{{}}]")).With(400);
        (await client.PostAsync("tasks/batch", key, $"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]")).With(413);
        (await client.GetAsync($"batches/{id}", key)).With(200);
        (await client.GetAsync($"batches/{id}/events", key)).With(200);
        (await client.GetAsync($"batches/{id}", key)).With(200);
        (await client.GetAsync($"batches/{id}/events", key, ("Last-Event-ID", "nonsense"))).With(400);
        (await client.GetAsync($"batches/{id}/events", key, ("Accept", "application/json"))).With(406);
    }
}
