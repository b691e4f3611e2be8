using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AgentFunctions.Tests.Wire;

/// <summary>Identical tasks over HTTP, on the whole host and the real storage emulator.</summary>
public sealed class ReuseTests(HostFixture host) : IClassFixture<HostFixture>
{
    private const int Many = 500;

    [Fact]
    public async Task Five_hundred_identical_posts_at_the_same_time_make_one_model_call()
    {
        string body = Ticket();
        string[] ids = await Task.WhenAll(Enumerable.Range(0, Many).Select(async _ =>
        {
            using HttpResponseMessage response = await host.Client.PostAsync("tasks", new StringContent(body), TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK);
            return (await JsonOf(response)).GetProperty("id").GetString()!;
        }));

        JsonElement[] tasks = await Task.WhenAll(ids.Select(UntilFinalAsync));

        Assert.All(tasks, t => Assert.Equal("succeeded", t.GetProperty("status").GetString()));
        JsonElement paid = Assert.Single(tasks, t => !t.TryGetProperty("answeredBy", out _));
        Assert.Single(paid.GetProperty("attempts")[0].GetProperty("calls").EnumerateArray());
        Assert.All(tasks.Where(t => t.TryGetProperty("answeredBy", out _)), t =>
        {
            Assert.Equal(paid.GetProperty("id").GetString(), t.GetProperty("answeredBy").GetProperty("task").GetString());
            Assert.Equal((0m, paid.GetProperty("result").GetRawText()), (t.GetProperty("cost").GetDecimal(), t.GetProperty("result").GetRawText()));
        });
    }

    [Fact]
    public async Task A_repeat_is_answered_with_200_at_once_and_says_by_whom()
    {
        string body = Ticket();
        using HttpRequestMessage request = new(HttpMethod.Post, "tasks") { Content = new StringContent(body) };
        request.Headers.Add("Prefer", "wait=20");
        using HttpResponseMessage first = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using HttpResponseMessage second = await host.Client.PostAsync("tasks", new StringContent(body), TestContext.Current.CancellationToken);

        JsonElement answer = await JsonOf(second);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Contains(answer.GetProperty("answeredBy").GetProperty("origin").GetString(), new[] { "cache", "leader" });
        Assert.Equal((await JsonOf(first)).GetProperty("result").GetRawText(), answer.GetProperty("result").GetRawText());
    }

    private static string Ticket() => $$$"""{"agent":"classify-ticket","input":{"text":"I was charged twice, see {{{Guid.NewGuid()}}}."}}""";

    private static Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    private async Task<JsonElement> UntilFinalAsync(string id)
    {
        while (true)
        {
            using HttpResponseMessage response = await host.Client.GetAsync(new Uri($"tasks/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
            JsonElement task = await JsonOf(response);
            if (task.GetProperty("status").GetString() is not ("queued" or "running"))
            {
                return task;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }
}
