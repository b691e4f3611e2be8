using System.Text.Json.Nodes;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Models.Batches;
using AgentFunctions.Tests.Models.Batches.Servers;
using AgentFunctions.Workers.Packs;

namespace AgentFunctions.Tests.Workers.Packs;

/// <summary>Economy tasks by way of a batch API that is played on the wire as documented.</summary>
public sealed class ProviderBatchTests : IAsyncLifetime
{
    private const string Batch = "batch_1";

    // 100 input tokens at a dollar a million and 20 output tokens at four, at half price.
    private const long HalfPrice = 90;

    private readonly FileBatchServer _server = new();

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Tasks_with_time_are_answered_by_a_batch_at_its_price_and_no_model_is_called()
    {
        await using PackFixture fixture = await CreateAsync();
        (AgentTask[] tasks, PackOrder order) = await SubmitAsync(fixture, 5);
        int slept = 0;

        await fixture.RunAsync(order, new PackHistory(null), () =>
        {
            AgentTask waiting = fixture.FindAsync(tasks[0]).GetAwaiter().GetResult();
            Assert.Equal((AgentTaskStatus.Running, WaitReason.ProviderBatch), (waiting.Status, waiting.WaitingFor?.Code));
            if (++slept == 3)
            {
                _server.End(Batch, "completed", output: [.. tasks.Reverse().Select(t => OutputLines.Answer(t.Id.ToString(), WordOf(t)))]);
            }
        });

        Assert.Empty(fixture.Model.Calls);
        await AssertRightAsync(fixture, tasks);
        LedgerAmounts ledger = await fixture.LedgerAsync();
        Assert.Equal((5L, 5L, 5 * HalfPrice, 5 * HalfPrice), (ledger.Calls, ledger.Batched, ledger.Cost.Micros, ledger.SavedByBatching.Micros));
        Assert.All(await Task.WhenAll(tasks.Select(fixture.FindAsync)), t => Assert.Null(t.WaitingFor));
    }

    [Fact]
    public async Task A_batch_that_is_late_is_cancelled_and_its_tasks_are_asked_for_directly_before_their_deadline()
    {
        await using PackFixture fixture = await CreateAsync();
        (AgentTask[] tasks, PackOrder order) = await SubmitAsync(fixture, 3);

        await fixture.RunAsync(order, new PackHistory(null));

        Assert.Equal([0, 0, 0], fixture.Model.Calls);
        Assert.Contains(_server.Requests, r => r.EndsWith($"/batches/{Batch}/cancel", StringComparison.Ordinal));
        Assert.All(await Task.WhenAll(tasks.Select(fixture.FindAsync)), t => Assert.True(t.FinishedAt < t.Deadline));
        await AssertRightAsync(fixture, tasks);

        // Ever longer pauses: not a look a minute.
        Assert.InRange(_server.Requests.Count(r => r == $"GET /v1/batches/{Batch}"), 5, 15);
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("expired")]
    public async Task What_a_batch_does_not_answer_is_asked_for_directly(string status)
    {
        await using PackFixture fixture = await CreateAsync();
        (AgentTask[] tasks, PackOrder order) = await SubmitAsync(fixture, 4);

        await fixture.RunAsync(order, new PackHistory(null), () => EndOnce(
            status,
            [OutputLines.Answer(tasks[0].Id.ToString(), WordOf(tasks[0])), OutputLines.Answer(tasks[1].Id.ToString(), "no JSON"), "{broken"],
            [OutputLines.Status(tasks[2].Id.ToString(), 500, "server_error", "x")]));

        Assert.Equal([0, 0, 0], fixture.Model.Calls);
        await AssertRightAsync(fixture, tasks);

        // The answer that was of no use is paid for as well.
        AgentTask wrong = await fixture.FindAsync(tasks[1]);
        Assert.Equal([TurnEnd.Unpacked, TurnEnd.NotJudged], wrong.Attempts[^1].Turns.Select(t => t.End));
    }

    [Fact]
    public async Task A_provider_that_refuses_the_batch_leaves_its_tasks_to_direct_calls()
    {
        await using PackFixture fixture = await CreateAsync();
        (AgentTask[] tasks, PackOrder order) = await SubmitAsync(fixture, 2);

        // The look for an earlier batch passes; the upload does not.
        _server.Faults.Enqueue((200, null, """{"object":"list","has_more":false,"data":[]}"""));
        _server.Faults.Enqueue((403, null, """{"error":{"message":"no batches for you","type":"invalid_request_error"}}"""));
        await fixture.RunAsync(order, new PackHistory(null));

        Assert.Equal([0, 0], fixture.Model.Calls);
        await AssertRightAsync(fixture, tasks);
    }

    [Fact]
    public async Task An_orchestration_that_dies_at_any_moment_submits_one_batch()
    {
        for (int moment = 0; ; moment++)
        {
            await using FileBatchServer server = new();
            await server.StartAsync();
            await using PackFixture fixture = await CreateAsync(server);
            (AgentTask[] tasks, PackOrder order) = await SubmitAsync(fixture, 3);
            void End() => EndOnce(server, "completed", [.. tasks.Skip(1).Select(t => OutputLines.Answer(t.Id.ToString(), WordOf(t)))], []);
            PackHistory history = new(moment);
            bool lived = await fixture.RunAsync(order, history, End);
            if (!lived)
            {
                history.Restart();
                Assert.True(await fixture.RunAsync(order, history, End));
            }

            Assert.Single(server.Requests, r => r == "POST /v1/batches");
            Assert.Equal([0], fixture.Model.Calls);
            await AssertRightAsync(fixture, tasks);
            if (lived)
            {
                Assert.InRange(moment, 12, 20);
                return;
            }
        }
    }

    [Theory]
    [InlineData(Lane.Economy, 59)]
    [InlineData(Lane.Standard, 120)]
    public async Task Tasks_without_the_time_or_in_another_lane_are_called_directly(Lane lane, int minutes)
    {
        await using PackFixture fixture = await CreateAsync();

        await fixture.SubmitAsync("word", $",\"lane\":\"{(lane == Lane.Economy ? "economy" : "standard")}\",\"deadline\":\"{fixture.Time.GetUtcNow().AddMinutes(minutes):O}\"");

        Assert.False(Assert.Single(fixture.Queue.Sent).IsSmall);
    }

    private Task<PackFixture> CreateAsync(FileBatchServer? server = null) => PackFixture.CreateAsync(settings: string.Empty, models: $$"""
        {"name":"m","provider":"openai","endpoint":"{{(server ?? _server).Endpoint}}","apiKeySetting":"KEY","price":{"input":1,"output":4},"contextWindow":100000,"batch":{"api":"openai","priceFactor":0.5} }
        """);

    private static async Task<(AgentTask[] Tasks, PackOrder Order)> SubmitAsync(PackFixture fixture, int count)
    {
        AgentTask[] tasks = await fixture.SubmitAsync(count, $",\"lane\":\"economy\",\"deadline\":\"{fixture.Time.GetUtcNow().AddHours(2):O}\"");
        return (tasks, Assert.Single(await fixture.CollectAsync(after: TimeSpan.FromMinutes(2))));
    }

    private void EndOnce(string status, IReadOnlyCollection<string> output, IReadOnlyCollection<string> errors) => EndOnce(_server, status, output, errors);

    private static void EndOnce(FileBatchServer server, string status, IReadOnlyCollection<string> output, IReadOnlyCollection<string> errors)
    {
        if ((string?)server.Batch(Batch)["status"] == "validating")
        {
            server.End(Batch, status, output, errors);
        }
    }

    private static string WordOf(AgentTask task) => new JsonObject { ["word"] = (string?)JsonNode.Parse(((Payload.Inline)task.Input).Json)!["text"] }.ToJsonString();

    private static async Task AssertRightAsync(PackFixture fixture, AgentTask[] tasks)
    {
        AgentTask[] ended = await Task.WhenAll(tasks.Select(fixture.FindAsync));
        Assert.All(ended, t => Assert.Equal(AgentTaskStatus.Succeeded, t.Status));
        foreach (AgentTask task in tasks)
        {
            Assert.Equal(WordOf(task), await fixture.ResultAsync(task));
        }

        Assert.Equal((await fixture.LedgerAsync()).Cost.Micros, ended.Sum(t => t.Cost.Micros));
    }
}
