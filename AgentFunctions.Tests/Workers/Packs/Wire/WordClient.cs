using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AgentFunctions.Tests.Workers.Packs.Wire;

/// <summary>A client whose tasks each have a word to be repeated.</summary>
/// <param name="address">Of the API, with a slash at its end.</param>
internal sealed class WordClient(Uri address) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Posts all in one batch.</summary>
    /// <returns>Word and id of each task.</returns>
    public async Task<IReadOnlyDictionary<string, string>> PostAsync(string agent, IReadOnlyList<string> words, bool stream = false)
    {
        using HttpResponseMessage response = await _http.PostAsJsonAsync("tasks/batch", words.Select(text => new { agent, input = new { text }, stream }), Cancelled);
        JsonElement batch = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal((HttpStatusCode.Accepted, words.Count), (response.StatusCode, batch.GetProperty("accepted").GetInt32()));
        return batch.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).Zip(words).ToDictionary(t => t.Second, t => t.First);
    }

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path, Cancelled);

    /// <summary>Waits until the API answers.</summary>
    public Task UntilUpAsync() => UntilAsync(
        async () =>
        {
            try
            {
                using HttpResponseMessage response = await _http.GetAsync(new Uri("health", UriKind.Relative), Cancelled);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        () => Task.FromResult("the API answers"));

    /// <summary>Waits until all tasks have succeeded, and holds the answer of each against its word.</summary>
    public async Task UntilAnsweredAsync(IReadOnlyDictionary<string, string> tasks)
    {
        await UntilAsync(async () => (await OpenAsync(tasks)).Count == 0, async () => $"all tasks succeed; open: {string.Join("; ", await OpenAsync(tasks))}");
        foreach ((string word, string id) in tasks)
        {
            Assert.Equal(word, (await GetAsync($"tasks/{id}/result")).GetProperty("word").GetString());
        }
    }

    /// <summary>Waits until no orchestration is open.</summary>
    public Task UntilNoPackIsOpenAsync() => UntilAsync(
        async () => (await GetAsync("backlog")).GetProperty("orchestrations").GetArrayLength() == 0,
        async () => $"all packs end; open: {(await GetAsync("backlog")).GetProperty("orchestrations")}");

    /// <summary>The totals of the ledger, after they were held against the sum over all tasks.</summary>
    public async Task<JsonElement> TotalsAsync()
    {
        JsonElement totals = (await GetAsync("costs")).GetProperty("totals");
        JsonElement[] tasks = [.. (await GetAsync("tasks?limit=1000")).GetProperty("tasks").EnumerateArray()];
        Assert.Equal(
            (tasks.Length, tasks.Sum(t => t.GetProperty("cost").GetDecimal()), Sum(tasks, "inputTokens"), Sum(tasks, "outputTokens")),
            (totals.GetProperty("tasks").GetInt32(), totals.GetProperty("cost").GetDecimal(), Sum([totals], "inputTokens"), Sum([totals], "outputTokens")));
        return totals;
    }

    public void Dispose() => _http.Dispose();

    private static long Sum(JsonElement[] rows, string tokens) => rows.Sum(r => r.GetProperty("usage").GetProperty(tokens).GetInt64());

    private async Task<IReadOnlyList<string>> OpenAsync(IReadOnlyDictionary<string, string> tasks)
    {
        Dictionary<string, string?> status = (await GetAsync("tasks?limit=1000")).GetProperty("tasks").EnumerateArray()
            .ToDictionary(t => t.GetProperty("id").GetString()!, t => t.GetProperty("status").GetString());
        return [.. tasks.Where(t => status.GetValueOrDefault(t.Value) != "succeeded").Select(t => $"{t.Key} {status.GetValueOrDefault(t.Value)}")];
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<Task<string>> what)
    {
        using PeriodicTimer timer = new(LookEvery);
        long started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                Assert.Fail($"Not within {Patience.TotalSeconds:0} s: {await what()}");
            }

            await timer.WaitForNextTickAsync(Cancelled);
        }
    }
}
