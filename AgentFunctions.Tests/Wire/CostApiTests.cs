using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Wire;

/// <summary>The reports over HTTP, on the real storage emulator and a host whose offline model has a price.</summary>
public sealed class CostApiTests : IAsyncLifetime
{
    private const string Models = """
        {"default": "offline", "models": [{"name": "offline", "provider": "offline", "price": {"input": 2.5, "output": 10}, "contextWindow": 1000000}]}
        """;

    private readonly TemporaryFolder _folder = new();
    private AzuriteServer? _storage;
    private LocalHostApp? _host;
    private HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        string models = _folder.File("models.json");
        await File.WriteAllTextAsync(models, Models, TestContext.Current.CancellationToken);
        LocalHostOptions options = new()
        {
            Port = 0,
            DataDirectory = _folder.Path,
            MinWorkers = 2,
            MaxWorkers = 2,
            Settings = new Dictionary<string, string?> { ["AgentFunctions:ModelsFile"] = models },
        };
        _storage = await AzuriteServer.StartAsync(
            new(_folder.File("storage")) { StoragePort = 0, StartTimeout = TimeSpan.FromMinutes(2) }, _ => { }, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        _host = await LocalHostApp.StartAsync(options, _storage, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = new Uri(_host.Address! + "/") };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
        await _storage!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_totals_of_both_reports_are_the_sum_over_the_tasks()
    {
        await RunTasksAsync();

        JsonElement[] tasks = [.. (await GetAsync("tasks?limit=1000")).GetProperty("tasks").EnumerateArray()];
        JsonElement costs = await GetAsync("costs?by=tenant,agent,model,lane,hour,day");
        JsonElement top = await GetAsync("costs/top?share=1&limit=1000");

        decimal sum = tasks.Sum(CostOf);
        Assert.True(sum > 0);
        Assert.Equal((sum, tasks.Length), (CostOf(costs.GetProperty("totals")), costs.GetProperty("totals").GetProperty("tasks").GetInt32()));
        Assert.Equal(sum, costs.GetProperty("rows").EnumerateArray().Sum(CostOf));
        Assert.Equal((sum, tasks.Length), (CostOf(top), top.GetProperty("tasks").GetInt32()));
        Assert.Equal(sum, top.GetProperty("topTasks").GetProperty("items").EnumerateArray().Sum(CostOf));
        Assert.Equal(sum, top.GetProperty("groups").GetProperty("items").EnumerateArray().Sum(CostOf));
        Assert.Equal(
            tasks.Sum(t => t.GetProperty("usage").GetProperty("inputTokens").GetInt64()),
            costs.GetProperty("totals").GetProperty("usage").GetProperty("inputTokens").GetInt64());
    }

    [Fact]
    public async Task A_row_carries_its_keys_and_the_answer_says_which_hours_it_covers()
    {
        await RunTasksAsync();

        JsonElement costs = await GetAsync($"costs?by=lane,agent&from={Time(-90)}&to={Time(10)}");
        JsonElement row = costs.GetProperty("rows").EnumerateArray().First(r => r.GetProperty("agent").GetString() == "draft-reply");

        Assert.Equal(["lane", "agent"], costs.GetProperty("by").EnumerateArray().Select(b => b.GetString()!));
        Assert.Equal("economy", row.GetProperty("lane").GetString());
        Assert.False(row.TryGetProperty("model", out _));
        Assert.Equal((2, 2), (row.GetProperty("tasks").GetInt32(), row.GetProperty("succeeded").GetInt32()));
        Assert.Equal(Math.Ceiling(CostOf(row) / 2 * 1_000_000m) / 1_000_000m, row.GetProperty("costPerTask").GetDecimal());
        JsonElement hours = costs.GetProperty("hours");
        Assert.Equal((0, 0), (hours.GetProperty("from").GetDateTimeOffset().Minute, hours.GetProperty("to").GetDateTimeOffset().Minute));
        Assert.True(hours.GetProperty("from").GetDateTimeOffset() < DateTimeOffset.UtcNow.AddMinutes(-89) && hours.GetProperty("to").GetDateTimeOffset() > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task The_curve_is_said_in_a_sentence()
    {
        Assert.Equal("No task was created in these hours.", (await GetAsync("costs/top")).GetProperty("summary").GetString());

        await RunTasksAsync();
        JsonElement top = await GetAsync("costs/top");
        decimal share = top.GetProperty("pareto").EnumerateArray().First(p => p.GetProperty("percent").GetInt32() == 10).GetProperty("share").GetDecimal();

        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"The top 10% of tasks (1 of 8) are {share * 100:0.##}% of the cost."), top.GetProperty("summary").GetString());
    }

    [Theory]
    [InlineData("costs?by=agent,colour", "by")]
    [InlineData("costs?by=Agent", "by")]
    [InlineData("costs?by=agent,,model", "by")]
    [InlineData("costs?by=agent,agent", "by")]
    [InlineData("costs?by=agent&by=model", "by")]
    [InlineData("costs?from=yesterday", "from")]
    [InlineData("costs?to=2027-01-31", "to")]
    [InlineData("costs?from=2027-01-02T00:00:00Z&to=2027-01-02T00:00:00Z", "from")]
    [InlineData("costs?from=2027-01-03T00:00:00Z&to=2027-01-02T00:00:00Z", "from")]
    [InlineData("costs?from=2999-01-01T00:00:00Z", "from")]
    [InlineData("costs?from=2025-01-01T00:00:00Z&to=2026-01-02T00:00:01Z", "from")]
    [InlineData("costs?by=hour&from=2025-01-01T00:00:00Z&to=2025-02-01T00:00:01Z", "from")]
    [InlineData("costs?agent=x", "agent")]
    [InlineData("costs?share=0.5", "share")]
    [InlineData("costs/top?share=0", "share")]
    [InlineData("costs/top?share=1.0001", "share")]
    [InlineData("costs/top?share=-0.5", "share")]
    [InlineData("costs/top?share=50%25", "share")]
    [InlineData("costs/top?share=NaN", "share")]
    [InlineData("costs/top?limit=0", "limit")]
    [InlineData("costs/top?limit=1001", "limit")]
    [InlineData("costs/top?by=agent", "by")]
    [InlineData("costs/top?to=x", "to")]
    [InlineData("costs/top?from=2025-01-01T00:00:00Z", "from")]
    public async Task A_bad_question_is_refused_with_its_field(string path, string field)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal([field], problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!).Distinct());
    }

    [Theory]
    [InlineData("costs?by=day&from=2025-01-01T00:00:00Z&to=2026-01-02T00:00:00Z")]
    [InlineData("costs?by=hour&from=2025-01-01T00:00:00Z&to=2025-02-01T00:00:00Z")]
    [InlineData("costs?to=1601-01-01T00:00:00Z")]
    [InlineData("costs?from=9999-12-31T20:00:00Z&to=9999-12-31T23:59:59Z")]
    [InlineData("costs/top?to=1601-01-01T00:00:00Z")]
    [InlineData("costs/top?from=9999-12-31T20:00:00Z&to=9999-12-31T23:59:59Z")]
    [InlineData("costs/top?share=.5&from=2027-01-01T00:00:00%2B02:00&to=2027-01-01T00:00:01Z")]
    public async Task The_longest_ranges_and_the_ends_of_time_are_answered(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static decimal CostOf(JsonElement element) => element.GetProperty("cost").GetDecimal();

    private static string Time(int minutes) => DateTimeOffset.UtcNow.AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private async Task RunTasksAsync()
    {
        string[] bodies =
        [
            .. Enumerable.Range(0, 6).Select(i => $$$"""{"agent":"classify-ticket","input":{"text":"{{{i}}} {{{new string('x', 40 * i)}}}"}}"""),
            """{"agent":"draft-reply","lane":"economy","input":{"message":"Where is my parcel?"}}""",
            """{"agent":"draft-reply","lane":"economy","input":{"message":"I want a refund, please."}}""",
        ];
        foreach (string body in bodies)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "tasks") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Prefer", "wait=30");
            using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private Task<JsonElement> GetAsync(string path) => _client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
