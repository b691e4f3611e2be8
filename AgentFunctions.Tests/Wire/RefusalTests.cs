using System.Globalization;
using System.Text;
using AgentFunctions.Tests.Fuzz;

namespace AgentFunctions.Tests.Wire;

/// <summary>Requests that were once answered wrongly, most of them found by the properties in <c>Fuzz</c>.</summary>
public sealed class RefusalTests(FuzzHost host) : IClassFixture<FuzzHost>
{
    private const string Good = """{"agent":"classify-ticket","input":{"text":"x"}}""";

    [Theory]
    [InlineData("metad\u00e1ta")]
    [InlineData("\u00ff")]
    public async Task A_name_that_is_not_UTF8_is_refused(string latin1)
    {
        byte[] body = Encoding.Latin1.GetBytes($"{Good[..^1]},\"{latin1}\":1}}");
        Answer answer = await host.Api.PostAsync("tasks", body);

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_refusal_of_very_many_faults_stays_short()
    {
        string fields = string.Join(',', Enumerable.Range(0, 90_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"{i:x}\":0")));
        Answer answer = await host.Api.PostAsync("tasks", Encoding.UTF8.GetBytes($"{{{fields}}}"));

        Assert.Equal(400, answer.Status);
        Assert.InRange(answer.Text.Length, 1, 64 * 1024);
    }

    [Fact]
    public async Task Answers_are_written_as_people_read_and_copy_them()
    {
        Answer refusal = await host.Api.GetAsync("tasks/nothing");
        Answer task = await host.Api.PostAsync("tasks", Encoding.UTF8.GetBytes($"{Good[..^1]},\"metadata\":{{\"a\":\"1 + 1 = <2>, déjà vu\"}}}}"));

        Assert.Contains("'nothing'", refusal.Text, StringComparison.Ordinal);
        Assert.Contains("1 + 1 = <2>, déjà vu", task.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=1&LIMIT=x", "LIMIT")]
    [InlineData("from=2020-01-01T00:00:00Z&from=x", "from")]
    [InlineData("agent=classify-ticket&agent=draft-reply", "agent")]
    [InlineData("tenant=default&tenant=other", "tenant")]
    public async Task A_filter_given_twice_is_refused_rather_than_half_ignored(string query, string field)
    {
        Answer answer = await host.Api.GetAsync($"tasks?{query}");

        Assert.Equal((400, field), (answer.Status, Assert.Single(answer.Fields)));
    }

    [Theory]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"input":1}""")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"\ud800"}}""")]
    public async Task A_name_given_twice_and_half_a_surrogate_pair_do_not_spoil_the_other_items_of_an_array(string bad)
    {
        Answer answer = await host.Api.PostAsync("tasks/batch", Encoding.UTF8.GetBytes($"[{Good},{bad},{Good}]"));

        Assert.Equal(202, answer.Status);
        Assert.Equal([202, 400, 202], answer.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task A_batch_without_a_good_task_is_refused_with_the_reason_of_each()
    {
        Answer answer = await host.Api.PostAsync("tasks/batch", Encoding.UTF8.GetBytes("[1,{}]"));

        Assert.Equal((400, 2), (answer.Status, answer.Json.GetProperty("items").GetArrayLength()));
    }

    [Theory]
    [InlineData("waiting=5", 202)]
    [InlineData("wait-for=x, respond-async", 202)]
    [InlineData("x=\"a, wait=z\"", 202)]
    [InlineData("wait=0; foo", 202)]
    [InlineData("wait=x", 400)]
    [InlineData("wait", 400)]
    [InlineData("respond-async, wait=-1", 400)]
    public async Task Only_a_wait_that_is_no_number_is_refused(string prefer, int status) =>
        Assert.Equal(status, (await host.Api.PostAsync("tasks", Encoding.UTF8.GetBytes(Good), ("Prefer", prefer))).Status);

    [Fact]
    public async Task A_wait_of_many_digits_counts_as_the_longest()
    {
        // Refused for its body, which is read after the header: an accepted one would wait.
        Answer answer = await host.Api.PostAsync("tasks", "{}"u8.ToArray(), ("Prefer", "wait=99999999999"));

        Assert.Contains("agent", answer.Fields);
    }

    [Fact]
    public async Task A_duration_with_a_line_break_is_refused()
    {
        Answer answer = await host.Api.PostAsync("tasks", Encoding.UTF8.GetBytes($$$"""{{{Good[..^1]}}},"cache":{"maxAge":"1s\n"}}"""));

        Assert.Equal((400, "cache.maxAge"), (answer.Status, Assert.Single(answer.Fields)));
    }

    // The input just travels with its message, so these messages are the largest there are.
    [Fact]
    public async Task A_full_batch_of_the_largest_messages_is_taken_in()
    {
        string item = $$$"""{"agent":"classify-ticket","input":{"text":"{{{new string('x', 8_000)}}}"}}""";
        Answer answer = await host.Api.PostAsync("tasks/batch", Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(item, 1000))}]"));

        Assert.Equal(202, answer.Status);
    }

    [Fact]
    public async Task Metadata_that_is_too_long_in_all_is_refused()
    {
        string entries = string.Join(',', Enumerable.Range(0, 16).Select(i => $"\"{i:00}\":\"{new string('ä', 255)}\""));
        Answer answer = await host.Api.PostAsync("tasks", Encoding.UTF8.GetBytes($$$"""{{{Good[..^1]}}},"metadata":{{{{entries}}}}}"""));

        Assert.Equal((400, "metadata"), (answer.Status, Assert.Single(answer.Fields)));
    }
}
