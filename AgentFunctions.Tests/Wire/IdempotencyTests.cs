using System.Net;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Tests.Wire;

/// <summary>Idempotency keys over HTTP, on the real storage emulator.</summary>
public sealed class IdempotencyTests(HostFixture host) : IClassFixture<HostFixture>
{
    private const string Ticket = """{"agent":"classify-ticket","input":{"text":"I was charged twice."}}""";

    [Fact]
    public async Task Many_simultaneous_posts_with_one_key_make_one_task()
    {
        string key = NewKey();
        int before = await CountTasksAsync();

        (HttpStatusCode Status, string Id)[] answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            using HttpResponseMessage response = await PostAsync("tasks", Ticket, key);
            return (response.StatusCode, (await JsonOf(response)).GetProperty("id").GetString()!);
        }));

        Assert.Single(answers.Select(a => a.Id).Distinct());
        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.Accepted or HttpStatusCode.OK));
        Assert.Equal(before + 1, await CountTasksAsync());
    }

    [Fact]
    public async Task A_repeat_after_the_end_carries_the_original_task_with_its_result()
    {
        string key = NewKey();
        using HttpResponseMessage first = await PostAsync("tasks", Ticket, key, wait: true);
        using HttpResponseMessage second = await PostAsync("tasks", Ticket, $"\"{key}\"");

        JsonElement task = await JsonOf(second);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(((await JsonOf(first)).GetProperty("id").GetString(), true), (task.GetProperty("id").GetString(), task.TryGetProperty("result", out _)));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused_and_changes_nothing()
    {
        string key = NewKey();
        using HttpResponseMessage first = await PostAsync("tasks", Ticket, key);
        int before = await CountTasksAsync();

        using HttpResponseMessage other = await PostAsync("tasks", Ticket.Replace("twice", "once", StringComparison.Ordinal), key);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains(key, (await JsonOf(other)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await CountTasksAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("\"\"")]
    public async Task A_key_that_is_none_is_refused_by_name(string key)
    {
        using HttpResponseMessage response = await PostAsync("tasks", Ticket, key);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Idempotency-Key", (await JsonOf(response)).GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_batch_sent_again_gives_the_same_tasks_and_names_the_item_that_changed()
    {
        string key = NewKey();
        using HttpResponseMessage first = await PostAsync("tasks/batch", $"[{Ticket},{Ticket},{{}}]", key);
        using HttpResponseMessage again = await PostAsync("tasks/batch", $"[{Ticket},{Ticket.Replace("twice", "once", StringComparison.Ordinal)},{{}}]", key);

        JsonElement[] before = [.. (await JsonOf(first)).GetProperty("items").EnumerateArray()];
        JsonElement[] after = [.. (await JsonOf(again)).GetProperty("items").EnumerateArray()];
        Assert.Equal(before[0].GetProperty("id").GetString(), after[0].GetProperty("id").GetString());
        Assert.True(after[0].GetProperty("repeated").GetBoolean());
        Assert.NotEqual(before[0].GetProperty("id").GetString(), before[1].GetProperty("id").GetString());
        Assert.Equal([422, 400], after.Skip(1).Select(i => i.GetProperty("status").GetInt32()));
    }

    private static string NewKey() => Guid.NewGuid().ToString();

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    private async Task<int> CountTasksAsync()
    {
        using HttpResponseMessage response = await host.Client.GetAsync(new Uri("tasks?limit=1000", UriKind.Relative), TestContext.Current.CancellationToken);
        return (await JsonOf(response)).GetProperty("tasks").GetArrayLength();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body, string key, bool wait = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (wait)
        {
            request.Headers.Add("Prefer", "wait=20");
        }

        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
