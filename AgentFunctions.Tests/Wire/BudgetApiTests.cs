using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Wire;

/// <summary>Budgets on the whole local host, in memory, with an offline model that has a price.</summary>
public sealed class BudgetApiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Budgets_are_listed_and_a_task_over_budget_says_that_it_waits_or_fails()
    {
        await File.WriteAllTextAsync(_folder.File("models.json"), """
            {"default": "m", "models": [{"name": "m", "provider": "offline", "price": {"input": 100, "output": 1000}, "contextWindow": 100000}]}
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("budgets.json"), """
            {"budgets": [{"tenant": "*", "perMonth": 8}, {"tenant": "default", "agent": "extract-invoice", "perDay": 0.01, "over": "fail"}, {"tenant": "other", "perDay": 1}]}
            """, TestContext.Current.CancellationToken);
        await using LocalHostApp host = await StartAsync();
        using HttpClient client = new() { BaseAddress = new Uri(host.Address! + "/") };

        JsonElement first = await PostAsync(client, "classify-ticket", wait: true);
        Assert.Equal("succeeded", first.GetProperty("status").GetString());
        JsonElement[] budgets = [.. (await client.GetFromJsonAsync<JsonElement>("budgets", TestContext.Current.CancellationToken)).GetProperty("budgets").EnumerateArray()];
        Assert.Equal(["* month 8", "extract-invoice day 0.01"], budgets.Select(b => $"{b.GetProperty("agent")} {b.GetProperty("period")} {b.GetProperty("limit")}"));
        Assert.Equal(8m, budgets[0].GetProperty("taken").GetDecimal() + budgets[0].GetProperty("remaining").GetDecimal());
        Assert.InRange(budgets[0].GetProperty("taken").GetDecimal(), first.GetProperty("cost").GetDecimal(), 8m);

        JsonElement failed = await PostAsync(client, "extract-invoice", wait: true);
        Assert.Equal(("failed", "over-budget"), (failed.GetProperty("status").GetString(), failed.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_waiting_task_says_what_it_waits_for()
    {
        await File.WriteAllTextAsync(_folder.File("models.json"), """
            {"default": "m", "models": [{"name": "m", "provider": "offline", "price": {"input": 0, "output": 0}, "contextWindow": 100000, "requestsPerMinute": 1}]}
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("budgets.json"), """{"budgets": [{"tenant": "other", "perDay": 1}]}""", TestContext.Current.CancellationToken);
        await using LocalHostApp host = await StartAsync();
        using HttpClient client = new() { BaseAddress = new Uri(host.Address! + "/") };
        Assert.Equal("succeeded", (await PostAsync(client, "classify-ticket", wait: true)).GetProperty("status").GetString());

        // Another text, since the answer to the same one is known.
        string id = (await PostAsync(client, "classify-ticket", wait: false, "The app crashes.")).GetProperty("id").GetString()!;
        JsonElement task = default;
        await Eventually.IsTrueAsync(
            () => (task = client.GetFromJsonAsync<JsonElement>($"tasks/{id}").GetAwaiter().GetResult()).TryGetProperty("waitingFor", out _), "it waits", TestContext.Current.CancellationToken);

        Assert.Equal(("queued", "provider-limit"), (task.GetProperty("status").GetString(), task.GetProperty("waitingFor").GetProperty("code").GetString()));
        Assert.Equal(0, task.GetProperty("attempts").GetArrayLength());
    }

    public void Dispose() => _folder.Dispose();

    private Task<LocalHostApp> StartAsync()
    {
        LocalHostOptions options = new()
        {
            Port = 0,
            InMemory = true,
            Settings = new Dictionary<string, string?>
            {
                ["AgentFunctions:ModelsFile"] = _folder.File("models.json"),
                ["AgentFunctions:BudgetsFile"] = _folder.File("budgets.json"),
            },
        };
        return LocalHostApp.StartAsync(options, null, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string agent, bool wait, string text = "I was charged twice.")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "tasks") { Content = JsonContent.Create(new { agent, input = new { text } }) };
        if (wait)
        {
            request.Headers.Add("Prefer", "wait=20");
        }

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
